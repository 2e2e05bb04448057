import GraphQLLanguage

/// A default on one line with the fields of its objects in order, so that two spellings of one value are equal.
enum DefaultText {
    static func of(_ input: SchemaInputValue, in schema: Schema) -> String? {
        guard input.hasDefault else { return nil }
        let document = schema.documents[Int(input.declaration.document)]
        let node = document.typeSystem.inputValues[Int(input.declaration.node)]
        return node.defaultValue.id.map { text($0, document) }
    }

    /// Limit: recursion is as deep as the parser lets literals nest.
    private static func text(_ id: NodeID<ValueNode>, _ document: Document) -> String {
        let node = document[id]
        switch node.kind {
        case .int, .float, .true, .false, .null, .enum: return document.string(node.text)
        case .variable: return "$" + document.string(node.text)
        case .string, .blockString:
            var quoted: [UInt8] = []
            PrintedString.appendQuoted(document.stringBytes(of: id), to: &quoted)
            return String(decoding: quoted, as: UTF8.self)
        case .list: return "[\(node.items.map { text($0, document) }.joined(separator: ", "))]"
        case .object:
            let fields = node.fields.map { document[$0] }.map { (document.string($0.name), $0.value) }
                .sorted { NaturalOrder.isBefore($0.0, $1.0) }
            return "{ \(fields.map { "\($0): \(text($1, document))" }.joined(separator: ", ")) }"
        }
    }
}
