extension JSONValue {
    package init(parsing bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONError) {
        let document = try JSONDocument(parsing: bytes, limits: limits)
        self.init(document, document.root)
    }

    package init(parsing text: String, limits: JSONLimits = JSONLimits()) throws(JSONError) {
        try self.init(parsing: Array(text.utf8), limits: limits)
    }

    /// Copies one value out of a document; as deep as the reader allowed it to be.
    package init(_ document: JSONDocument, _ index: JSONDocument.Index) {
        switch document.kind(index) {
        case .null: self = .null
        case .true: self = .bool(true)
        case .false: self = .bool(false)
        case .integer, .decimal: self = .number(String(decoding: document.bytes(index), as: UTF8.self))
        case .string, .escapedString: self = .string(String(decoding: document.bytes(index), as: UTF8.self))
        case .array: self = .array(document.items(index).map { JSONValue(document, $0) })
        case .object:
            self = .object(
                document.members(index).map { key, value in
                    Member(String(decoding: document.bytes(key), as: UTF8.self), JSONValue(document, value))
                })
        }
    }

    /// Appends the value with no white space.
    package func write(to writer: inout JSONWriter) {
        switch self {
        case .null: writer.null()
        case .bool(let value): writer.bool(value)
        case .number(let text): writer.raw(Array(text.utf8))
        case .string(let text): writer.string(text)
        case .array(let items):
            writer.beginArray()
            for item in items { item.write(to: &writer) }
            writer.endArray()
        case .object(let members):
            writer.beginObject()
            for member in members {
                writer.key(member.name)
                member.value.write(to: &writer)
            }
            writer.endObject()
        }
    }

    package var bytes: [UInt8] {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.bytes()
    }

    package var text: String { String(decoding: bytes, as: UTF8.self) }
}
