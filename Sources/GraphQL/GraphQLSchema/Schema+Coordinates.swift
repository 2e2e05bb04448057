import GraphQLLanguage

/// An element that a schema coordinate names.
package enum SchemaElement: Hashable, Sendable {
    case type(TypeID)
    case field(FieldID)
    case inputField(InputValueID)
    case enumValue(EnumValueID)
    case argument(InputValueID)
    case directive(DirectiveID)
}

extension Schema {
    /// The element that a coordinate names, or nil if there is none.
    ///
    /// Spec: 3.14 Schema Coordinates.
    package func element(at coordinate: SchemaCoordinate) -> SchemaElement? {
        switch coordinate {
        case .type(let name): return type(named: name).map(SchemaElement.type)
        case .member(let type, let name): return self.type(named: type).flatMap { member(name, of: $0) }
        case .argument(let type, let field, let name):
            guard let type = self.type(named: type), let field = self.field(named: field, of: type) else { return nil }
            return argument(named: name, of: field).map(SchemaElement.argument)
        case .directive(let name): return directive(named: name).map(SchemaElement.directive)
        case .directiveArgument(let directive, let name):
            return self.directive(named: directive).flatMap { argument(named: name, of: $0) }
                .map(SchemaElement.argument)
        }
    }

    private func member(_ name: String, of type: TypeID) -> SchemaElement? {
        guard let name = symbols.find(name) else { return nil }
        switch self[type].kind {
        case .enum: return enumValue(named: name, of: type).map(SchemaElement.enumValue)
        case .inputObject: return inputField(named: name, of: type).map(SchemaElement.inputField)
        case .object, .interface: return field(named: name, of: type).map(SchemaElement.field)
        case .scalar, .union: return nil
        }
    }

    /// The coordinate of a field, such as `Query.user`.
    package func coordinate(of field: FieldID) -> String {
        "\(name(of: self[field].parent)).\(string(self[field].name))"
    }

    /// The coordinate of an argument or input field, such as `Query.user(id:)`, `@skip(if:)` or `UserInput.name`.
    package func coordinate(of input: InputValueID) -> String {
        let name = string(self[input].name)
        switch self[input].owner {
        case .field(let field): return "\(coordinate(of: field))(\(name):)"
        case .directive(let directive): return "@\(string(self[directive].name))(\(name):)"
        case .inputObject(let type): return "\(self.name(of: type)).\(name)"
        }
    }
}
