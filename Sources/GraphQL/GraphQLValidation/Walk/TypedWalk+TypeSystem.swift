import GraphQLLanguage
import GraphQLSchema

/// Type-system definitions in a document to be executed: never valid, but the rules about directives, values and type
/// names hold in them too.
extension TypedWalk {
    mutating func typeSystem(_ definition: Definition) {
        switch definition {
        case .operation, .fragment: break
        case .schema(let id):
            let node = document[id]
            enter(node.directives, at: .schema)
            for operation in node.operationTypes { typeName(document[operation].type) }
        case .type(let id): typeDefinition(document[id])
        case .directive(let id):
            let node = document[id]
            if rules.contains(.uniqueDirectivesPerLocation) {
                UniqueDirectivesPerLocation.check(node.directives, context)
            }
            for argument in node.arguments { inputValue(document[argument], at: .argumentDefinition) }
            directives(node.directives, at: .directiveDefinition, field: nil)
        }
    }

    private mutating func enter(_ directives: NodeRange<DirectiveNode>, at location: DirectiveLocation) {
        if rules.contains(.uniqueDirectivesPerLocation) { UniqueDirectivesPerLocation.check(directives, context) }
        self.directives(directives, at: location, field: nil)
    }

    private func typeName(_ name: Name) {
        if rules.contains(.knownTypeNames) { KnownTypeNames.check(name, context, isInTypeSystem: true) }
    }

    private mutating func typeDefinition(_ node: TypeDefinitionNode) {
        if rules.contains(.uniqueDirectivesPerLocation) { UniqueDirectivesPerLocation.check(node.directives, context) }
        for interface in node.interfaces { typeName(document[interface].name) }
        directives(node.directives, at: node.kind.location, field: nil)
        for id in node.fields {
            let field = document[id]
            if rules.contains(.uniqueDirectivesPerLocation) {
                UniqueDirectivesPerLocation.check(field.directives, context)
            }
            for argument in field.arguments { inputValue(document[argument], at: .argumentDefinition) }
            typeName(document.innermostName(of: field.type))
            directives(field.directives, at: .fieldDefinition, field: nil)
        }
        for member in node.members { typeName(document[member].name) }
        for value in node.values { enter(document[value].directives, at: .enumValue) }
        for input in node.inputFields { inputValue(document[input], at: .inputFieldDefinition) }
    }

    private mutating func inputValue(_ node: InputValueNode, at location: DirectiveLocation) {
        if rules.contains(.uniqueDirectivesPerLocation) { UniqueDirectivesPerLocation.check(node.directives, context) }
        typeName(document.innermostName(of: node.type))
        if let value = node.defaultValue.id { self.value(value, nil) }
        directives(node.directives, at: location, field: nil)
    }
}

extension TypeDefinitionNode.Kind {
    /// Where a directive on such a definition stands.
    var location: DirectiveLocation {
        switch self {
        case .scalar: .scalar
        case .object: .object
        case .interface: .interface
        case .union: .union
        case .enum: .enum
        case .inputObject: .inputObject
        }
    }
}
