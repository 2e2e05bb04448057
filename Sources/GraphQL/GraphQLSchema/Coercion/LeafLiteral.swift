import GraphQLLanguage

/// Reads a literal as a value of a scalar or enum type.
///
/// Spec: 3.5 Scalars and 3.9 Enums, Input Coercion.
struct LeafLiteral {
    let schema: Schema
    let document: Document
    let variables: VariableValues?
    let suggests: Bool

    init(_ schema: Schema, _ document: Document, variables: VariableValues? = nil, suggests: Bool = true) {
        (self.schema, self.document, self.variables, self.suggests) = (schema, document, variables, suggests)
    }

    /// The value, or nil when the literal is none of the type.
    func value(_ id: NodeID<ValueNode>, as type: TypeID) -> CoercedValue? {
        let node = document[id]
        if schema[type].kind == .enum {
            guard node.kind == .enum else { return nil }
            return schema.enumValue(named: document.bytes(node.text), of: type).map(CoercedValue.enumValue)
        }
        switch schema[type].codec {
        case .int: return node.kind == .int ? int32(node).map { .int(Int64($0)) } : nil
        case .float:
            guard node.kind == .int || node.kind == .float else { return nil }
            return Double(document.string(node.text)).flatMap { $0.isFinite ? .float($0) : nil }
        case .string: return node.isString ? .string(document.stringBytes(of: id)) : nil
        case .boolean: return node.isBoolean ? .boolean(node.kind == .true) : nil
        case .id: return node.isString || node.kind == .int ? .string(document.stringBytes(of: id)) : nil
        case .passThrough, .json: return untyped(id, depth: 0)
        case .long, .decimal, .microUSD, .dateTime, .date, .duration, .uuid, .emailAddress, .cursor:
            return ScalarText.value(of: schema[type].codec, document.stringBytes(of: id), form(of: node))
        }
    }

    /// Why the literal is no value of the type, in the reference's words; nil when it is one.
    func fault(_ id: NodeID<ValueNode>, as type: TypeID) -> String? {
        guard value(id, as: type) == nil else { return nil }
        let node = document[id]
        let printed = document.printed(id)
        if schema[type].kind == .enum { return enumFault(node, printed, type) }
        let name = schema.name(of: type)
        switch schema[type].codec {
        case .int:
            return "Int cannot represent non\(node.kind == .int ? " 32-bit signed " : "-")integer value: \(printed)"
        case .float: return "Float cannot represent non numeric value: \(printed)"
        case .string: return "String cannot represent a non string value: \(printed)"
        case .boolean: return "Boolean cannot represent a non boolean value: \(printed)"
        case .id: return "ID cannot represent a non-string and non-integer value: \(printed)"
        case .passThrough, .json: return "Expected value of type '\(name)', found: \(printed)."
        case .long, .decimal, .microUSD, .dateTime, .date, .duration, .uuid, .emailAddress, .cursor:
            return "\(name) cannot represent value: \(printed)"
        }
    }

    private func enumFault(_ node: ValueNode, _ printed: String, _ type: TypeID) -> String {
        let name = schema.name(of: type)
        let question = suggests ? EnumQuestion.question(for: printed, type, schema) : ""
        return node.kind == .enum
            ? "Value '\(printed)' does not exist in '\(name)' enum." + question
            : "Enum '\(name)' cannot represent non-enum value: \(printed)." + question
    }

    private func int32(_ node: ValueNode) -> Int32? { WholeDigits.int32(document.bytes(node.text)) }

    private func form(of node: ValueNode) -> ScalarText.Form {
        switch node.kind {
        case .string, .blockString: .string
        case .int: .integer
        case .float: .decimal
        case .variable, .true, .false, .null, .enum, .list, .object: .other
        }
    }

    /// Any literal, for scalars that take any; a variable inside stands for its value.
    ///
    /// Limit: recursion ends at `CoercionLimits.depthMax`.
    private func untyped(_ id: NodeID<ValueNode>, depth: Int) -> CoercedValue? {
        let node = document[id]
        guard depth <= CoercionLimits.depthMax else { return nil }
        switch node.kind {
        case .variable: return variables?.value(named: document.bytes(node.text)) ?? .null
        case .int, .float: return .number(Array(document.bytes(node.text)))
        case .string, .blockString: return .string(document.stringBytes(of: id))
        case .true: return .boolean(true)
        case .false: return .boolean(false)
        case .null: return .null
        case .enum: return .name(Array(document.bytes(node.text)))
        case .list:
            var items: [CoercedValue] = []
            items.reserveCapacity(node.items.count)
            for item in node.items {
                guard let value = untyped(item, depth: depth + 1) else { return nil }
                items.append(value)
            }
            return .list(items)
        case .object:
            var entries: [CoercedEntry] = []
            for field in node.fields.map({ document[$0] }) {
                if isMissing(field.value) { continue }
                guard let value = untyped(field.value, depth: depth + 1) else { return nil }
                entries.append(CoercedEntry(name: Array(document.bytes(field.name)), value: value))
            }
            return .record(entries)
        }
    }

    private func isMissing(_ id: NodeID<ValueNode>) -> Bool {
        let node = document[id]
        return node.kind == .variable && variables?.value(named: document.bytes(node.text)) == nil
    }
}

/// "Did you mean the enum value …?"
enum EnumQuestion {
    static func question(for text: String, _ type: TypeID, _ schema: Schema) -> String {
        Suggestions.question(
            for: text, among: schema[type].enumValues.map { schema.string(schema[$0].name) },
            about: "the enum value")
    }
}
