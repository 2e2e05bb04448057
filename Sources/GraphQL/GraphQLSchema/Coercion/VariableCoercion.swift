import JSON

/// Turns a JSON value into a value of an input type; nil when it is none, and `VariableCheck` says why.
///
/// Spec: 6.1.2 CoerceVariableValues. Limit: recursion ends at `CoercionLimits.depthMax`.
struct VariableCoercion {
    let schema: Schema
    let json: JSONDocument

    func value(_ index: JSONDocument.Index, as type: WrappedType, depth: Int = 0) -> CoercedValue? {
        guard depth <= CoercionLimits.depthMax else { return nil }
        if json.isNull(index) { return type.isNonNull ? nil : .null }
        if let item = type.item { return list(index, item, depth) }
        if schema[type.named].kind == .inputObject { return object(index, type.named, depth) }
        return LeafValue(schema: schema, json: json).value(index, as: type.named)
    }

    private func list(_ index: JSONDocument.Index, _ item: WrappedType, _ depth: Int) -> CoercedValue? {
        guard json.kind(index) == .array else { return value(index, as: item, depth: depth + 1).map { .list([$0]) } }
        var items: [CoercedValue] = []
        for index in json.items(index) {
            guard let value = value(index, as: item, depth: depth + 1) else { return nil }
            items.append(value)
        }
        return .list(items)
    }

    private func object(_ index: JSONDocument.Index, _ type: TypeID, _ depth: Int) -> CoercedValue? {
        guard json.kind(index) == .object else { return nil }
        let inputs = schema[type].inputFields
        var given: [JSONDocument.Index?] = Array(repeating: nil, count: inputs.count)
        for (key, value) in json.members(index) {
            guard let input = schema.inputField(named: json.bytes(key), of: type) else { return nil }
            given[inputs.offset(of: input)] = value
        }
        var fields: [CoercedField] = []
        fields.reserveCapacity(inputs.count)
        for (place, input) in inputs.enumerated() {
            if let index = given[place] {
                guard let value = value(index, as: schema[input].type, depth: depth + 1) else { return nil }
                fields.append(CoercedField(field: input, value: value))
            } else if schema[input].isRequired {
                return nil
            } else if let value = schema.defaultValue(of: input) {
                fields.append(CoercedField(field: input, value: value))
            }
        }
        if schema[type].isOneOf, fields.count != 1 || fields[0].value == .null { return nil }
        return .object(fields)
    }
}
