import GraphQLLanguage

/// A document's tree as text without places, to compare two trees; written apart from the printer on purpose.
struct TreeText {
    let document: Document

    static func of(_ document: Document) -> [String] {
        let tree = TreeText(document: document)
        return document.definitions.map { tree.text($0) }
    }

    func text(_ definition: Definition) -> String {
        switch definition {
        case .operation(let id):
            let node = document[id]
            let variables = node.variables.map { id in
                let variable = document[id]
                return
                    "var(\(string(variable.description)) \(name(variable.name)) \(document.string(of: variable.type)) "
                    + "\(value(variable.defaultValue)) \(directives(variable.directives)))"
            }
            return "op(\(node.kind) \(string(node.description)) \(name(node.name)) \(variables) "
                + "\(directives(node.directives)) \(selections(node.selections)))"
        case .fragment(let id):
            let node = document[id]
            return "fragment(\(string(node.description)) \(name(node.name)) \(name(node.typeCondition)) "
                + "\(directives(node.directives)) \(selections(node.selections)))"
        case .schema(let id):
            let node = document[id]
            let types = node.operationTypes.map { "\(document[$0].kind):\(name(document[$0].type))" }
            return "schema(\(node.isExtension) \(string(node.description)) \(directives(node.directives)) \(types))"
        case .type(let id): return text(document[id])
        case .directive(let id):
            let node = document[id]
            return "directive(\(string(node.description)) \(name(node.name)) \(inputs(node.arguments)) "
                + "\(node.isRepeatable) \(node.locations.map { document[$0].location }))"
        }
    }

    private func text(_ node: TypeDefinitionNode) -> String {
        let fields = node.fields.map { id in
            let field = document[id]
            return "\(string(field.description)) \(name(field.name)) \(inputs(field.arguments)) "
                + "\(document.string(of: field.type)) \(directives(field.directives))"
        }
        let values = node.values.map { id in
            "\(string(document[id].description)) \(name(document[id].name)) \(directives(document[id].directives))"
        }
        return "type(\(node.kind) \(node.isExtension) \(string(node.description)) \(name(node.name)) "
            + "\(node.interfaces.map { name(document[$0].name) }) \(directives(node.directives)) \(fields) "
            + "\(node.members.map { name(document[$0].name) }) \(values) \(inputs(node.inputFields)))"
    }

    private func inputs(_ range: NodeRange<InputValueNode>) -> [String] {
        range.map { id in
            let input = document[id]
            return "\(string(input.description)) \(name(input.name)) \(document.string(of: input.type)) "
                + "\(value(input.defaultValue)) \(directives(input.directives))"
        }
    }

    private func selections(_ range: NodeRange<SelectionNode>) -> [String] {
        range.map { id in
            let node = document[id]
            return "\(node.kind) \(name(node.alias)) \(name(node.name)) \(arguments(node.arguments)) "
                + "\(directives(node.directives)) \(selections(node.selections))"
        }
    }

    private func directives(_ range: NodeRange<DirectiveNode>) -> [String] {
        range.map { "@\(name(document[$0].name))\(arguments(document[$0].arguments))" }
    }

    private func arguments(_ range: NodeRange<ArgumentNode>) -> [String] {
        range.map { "\(name(document[$0].name)): \(value(document[$0].value))" }
    }

    private func value(_ id: OptionalNodeID<ValueNode>) -> String { id.id.map(value) ?? "none" }

    private func value(_ id: NodeID<ValueNode>) -> String {
        let node = document[id]
        switch node.kind {
        case .list: return "\(node.items.map(value))"
        case .object: return "\(node.fields.map { "\(name(document[$0].name)): \(value(document[$0].value))" })"
        case .variable, .int, .float, .string, .blockString, .true, .false, .null, .enum:
            return "\(node.kind) \(document.string(of: id).debugDescription)"
        }
    }

    private func string(_ id: OptionalNodeID<ValueNode>) -> String { value(id) }
    private func name(_ name: Name) -> String { document.string(name) }
}
