import GraphQLLanguage

// Answers introspection field by field, for the executor.
//
// Spec: 4.2 Schema Introspection. A field that does not apply to the kind of a type is null; lists leave out what is
// deprecated unless they are told otherwise.
extension Schema {
    /// The value of an introspection field on a node; null if the field is not one of the node's type.
    package func introspect(
        _ field: IntrospectionField, of node: IntrospectionNode, includeDeprecated: Bool = false
    ) -> IntrospectionValue {
        switch (field, node) {
        case (.schema(let field), .schema): value(of: field, includeDeprecated)
        case (.type(let field), .type(let type)): value(of: field, type, includeDeprecated)
        case (.field(let field), .field(let id)): value(of: field, self[id], includeDeprecated)
        case (.inputValue(let field), .inputValue(let id)): value(of: field, id)
        case (.enumValue(let field), .enumValue(let id)): value(of: field, self[id])
        case (.directive(let field), .directive(let id)): value(of: field, self[id], includeDeprecated)
        case (.schema, _), (.type, _), (.field, _), (.inputValue, _), (.enumValue, _), (.directive, _): .null
        }
    }

    /// The node of `__type(name:)`.
    package func introspectionNode(ofTypeNamed name: ArraySlice<UInt8>) -> IntrospectionNode? {
        type(named: name).map { .type(WrappedType(named: $0)) }
    }

    private func value(of field: IntrospectionField.OfSchema, _ includeDeprecated: Bool) -> IntrospectionValue {
        switch field {
        case .description: return text(description)
        case .types: return .nodes(typeIDs.map { .type(WrappedType(named: $0)) })
        case .queryType: return type(queryType)
        case .mutationType: return type(mutationType)
        case .subscriptionType: return type(subscriptionType)
        case .directives:
            let shown = directiveIDs.filter { includeDeprecated || self[$0].deprecationReason == nil }
            return .nodes(shown.map { .directive($0) })
        }
    }

    private func value(
        of field: IntrospectionField.OfType, _ type: WrappedType, _ includeDeprecated: Bool
    ) -> IntrospectionValue {
        if type.isNonNull || type.isList { return value(of: field, wrapper: type) }
        let named = self[type.named]
        let hasFields = named.kind == .object || named.kind == .interface
        switch field {
        case .kind: return .word(named.kind.introspectionName)
        case .name: return .text(bytes(named.name))
        case .description: return text(named.description)
        case .specifiedByURL: return text(named.specifiedByURL)
        case .isOneOf: return named.kind == .inputObject ? .boolean(named.isOneOf) : .null
        case .fields:
            guard hasFields else { return .null }
            return .nodes(named.fields.filter { includeDeprecated || !self[$0].isDeprecated }.map { .field($0) })
        case .interfaces: return hasFields ? types(interfaces(of: type.named)) : .null
        case .possibleTypes: return named.kind.isAbstract ? types(possibleTypes(of: type.named)) : .null
        case .enumValues:
            guard named.kind == .enum else { return .null }
            return .nodes(
                named.enumValues.filter { includeDeprecated || !self[$0].isDeprecated }.map { .enumValue($0) })
        case .inputFields: return named.kind == .inputObject ? inputs(named.inputFields, includeDeprecated) : .null
        case .ofType: return .null
        }
    }

    private func value(of field: IntrospectionField.OfType, wrapper: WrappedType) -> IntrospectionValue {
        switch field {
        case .kind: .word(wrapper.isNonNull ? "NON_NULL" : "LIST")
        case .ofType: .node(.type(wrapper.isNonNull ? wrapper.nullable : wrapper.item ?? wrapper))
        case .name, .description, .specifiedByURL, .fields, .interfaces, .possibleTypes, .enumValues, .inputFields,
            .isOneOf:
            .null
        }
    }

    private func value(
        of field: IntrospectionField.OfField, _ definition: SchemaField, _ includeDeprecated: Bool
    ) -> IntrospectionValue {
        switch field {
        case .name: .text(bytes(definition.name))
        case .description: text(definition.description)
        case .args: inputs(definition.arguments, includeDeprecated)
        case .type: .node(.type(definition.type))
        case .isDeprecated: .boolean(definition.isDeprecated)
        case .deprecationReason: text(definition.deprecationReason)
        }
    }

    private func value(of field: IntrospectionField.OfInputValue, _ id: InputValueID) -> IntrospectionValue {
        let definition = self[id]
        switch field {
        case .name: return .text(bytes(definition.name))
        case .description: return text(definition.description)
        case .type: return .node(.type(definition.type))
        case .defaultValue: return printedDefault(of: id).map { .text($0[...]) } ?? .null
        case .isDeprecated: return .boolean(definition.isDeprecated)
        case .deprecationReason: return text(definition.deprecationReason)
        }
    }

    private func value(
        of field: IntrospectionField.OfEnumValue, _ definition: SchemaEnumValue
    ) -> IntrospectionValue {
        switch field {
        case .name: .text(bytes(definition.name))
        case .description: text(definition.description)
        case .isDeprecated: .boolean(definition.isDeprecated)
        case .deprecationReason: text(definition.deprecationReason)
        }
    }

    private func value(
        of field: IntrospectionField.OfDirective, _ definition: SchemaDirective, _ includeDeprecated: Bool
    ) -> IntrospectionValue {
        switch field {
        case .name: .text(bytes(definition.name))
        case .description: text(definition.description)
        case .isRepeatable: .boolean(definition.isRepeatable)
        case .locations: .words(definition.locationOrder.map(\.name))
        case .args: inputs(definition.arguments, includeDeprecated)
        case .isDeprecated: .boolean(definition.deprecationReason != nil)
        case .deprecationReason: text(definition.deprecationReason)
        }
    }

    private func inputs(_ ids: IDRange<InputValueID>, _ includeDeprecated: Bool) -> IntrospectionValue {
        .nodes(ids.filter { includeDeprecated || !self[$0].isDeprecated }.map { .inputValue($0) })
    }

    private func types(_ ids: ArraySlice<TypeID>) -> IntrospectionValue {
        .nodes(ids.map { .type(WrappedType(named: $0)) })
    }

    private func text(_ text: Text?) -> IntrospectionValue { text.map { .text(bytes($0)) } ?? .null }

    private func type(_ type: TypeID?) -> IntrospectionValue {
        type.map { .node(.type(WrappedType(named: $0))) } ?? .null
    }
}

extension TypeKind {
    /// Its value of `__TypeKind`.
    package var introspectionName: StaticString {
        switch self {
        case .scalar: "SCALAR"
        case .object: "OBJECT"
        case .interface: "INTERFACE"
        case .union: "UNION"
        case .enum: "ENUM"
        case .inputObject: "INPUT_OBJECT"
        }
    }
}
