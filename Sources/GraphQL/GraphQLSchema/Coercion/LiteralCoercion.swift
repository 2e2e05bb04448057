import GraphQLLanguage

/// Turns a literal into a value of its type; nil when it is none, and `LiteralCheck` says why.
///
/// Spec: 3.11 List and 3.10 Input Objects, Input Coercion; 6.4.1 CoerceArgumentValues.
///
/// Limit: recursion is as deep as the parser lets literals nest, plus the depth of list types.
struct LiteralCoercion {
    let schema: Schema
    let document: Document
    let variables: VariableValues
    /// The default of a field that is left out, as long as the schema's own defaults are still being worked out.
    var defaults: ((InputValueID) -> CoercedValue?)?

    init(
        _ schema: Schema, _ document: Document, variables: VariableValues = .none,
        defaults: ((InputValueID) -> CoercedValue?)? = nil
    ) {
        (self.schema, self.document, self.variables, self.defaults) = (schema, document, variables, defaults)
    }

    func value(_ id: NodeID<ValueNode>, as type: WrappedType) -> CoercedValue? {
        let node = document[id]
        switch node.kind {
        case .variable:
            let value = variables.value(named: document.bytes(node.text))
            return type.isNonNull && value == .null ? nil : value
        case .null: return type.isNonNull ? nil : .null
        case .int, .float, .string, .blockString, .true, .false, .enum, .list, .object:
            if let item = type.item { return list(id, node, item) }
            if schema[type.named].kind == .inputObject { return object(node, type.named) }
            return LeafLiteral(schema, document, variables: variables).value(id, as: type.named)
        }
    }

    private func list(_ id: NodeID<ValueNode>, _ node: ValueNode, _ item: WrappedType) -> CoercedValue? {
        guard node.kind == .list else { return value(id, as: item).map { .list([$0]) } }
        var items: [CoercedValue] = []
        items.reserveCapacity(node.items.count)
        for id in node.items {
            if let value = value(id, as: item) {
                items.append(value)
            } else if document[id].kind == .variable, !item.isNonNull {
                items.append(.null)
            } else {
                return nil
            }
        }
        return .list(items)
    }

    private func object(_ node: ValueNode, _ type: TypeID) -> CoercedValue? {
        guard node.kind == .object else { return nil }
        let inputs = schema[type].inputFields
        var given: [NodeID<ValueNode>?] = Array(repeating: nil, count: inputs.count)
        for id in node.fields {
            let field = document[id]
            guard let input = schema.inputField(named: document.bytes(field.name), of: type) else { return nil }
            given[inputs.offset(of: input)] = field.value
        }
        var fields: [CoercedField] = []
        fields.reserveCapacity(inputs.count)
        for (place, input) in inputs.enumerated() {
            if let literal = given[place], !isMissing(literal) {
                guard let value = value(literal, as: schema[input].type) else { return nil }
                fields.append(CoercedField(field: input, value: value))
            } else if schema[input].isRequired {
                return nil
            } else if let value = defaults?(input) ?? schema.defaultValue(of: input) {
                fields.append(CoercedField(field: input, value: value))
            }
        }
        if schema[type].isOneOf, node.fields.count != 1 || fields.count != 1 || fields[0].value == .null { return nil }
        return .object(fields)
    }

    private func isMissing(_ id: NodeID<ValueNode>) -> Bool {
        let node = document[id]
        return node.kind == .variable && variables.value(named: document.bytes(node.text)) == nil
    }
}
