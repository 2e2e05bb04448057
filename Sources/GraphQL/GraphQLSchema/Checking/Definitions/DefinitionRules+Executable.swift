import GraphQLLanguage

// Operations and fragments among the definitions take no part in the schema, but what they name must exist, as the
// reference has it.
extension DefinitionRules {
    mutating func check(_ node: OperationNode, _ document: Int) {
        let location: DirectiveLocation =
            switch node.kind {
            case .query: .query
            case .mutation: .mutation
            case .subscription: .subscription
            }
        for id in node.variables {
            let variable = context.documents[document][id]
            let type = context.documents[document].innermostName(of: variable.type)
            checkTypeName(type, document, isInDefinition: false)
            if let value = variable.defaultValue.id { check(value, document) }
            check(variable.directives, on: .variableDefinition, of: .other, document)
        }
        check(node.directives, on: location, of: .other, document)
        check(node.selections, document)
    }

    mutating func check(_ node: FragmentNode, _ document: Int) {
        checkTypeName(node.typeCondition, document, isInDefinition: false)
        check(node.directives, on: .fragmentDefinition, of: .other, document)
        check(node.selections, document)
    }

    /// Limit: as deep as the parser lets selections nest.
    private mutating func check(_ selections: NodeRange<SelectionNode>, _ document: Int) {
        for id in selections {
            let node = context.documents[document][id]
            checkArguments(node.arguments, document)
            for argument in node.arguments { check(context.documents[document][argument].value, document) }
            switch node.kind {
            case .field: check(node.directives, on: .field, of: .other, document)
            case .fragmentSpread: check(node.directives, on: .fragmentSpread, of: .other, document)
            case .inlineFragment:
                if !node.name.isAbsent { checkTypeName(node.name, document, isInDefinition: false) }
                check(node.directives, on: .inlineFragment, of: .other, document)
            }
            check(node.selections, document)
        }
    }
}
