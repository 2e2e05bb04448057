import GraphQLLanguage

/// Spells the arguments of a field so that two fields with the same spelling load the same.
///
/// Order of arguments and white space do not count; everything else does, also how a number is written.
enum ArgumentKey {
    static func bytes(of arguments: NodeRange<ArgumentNode>, in document: Document) -> [UInt8] {
        guard !arguments.isEmpty else { return [] }
        let sorted = arguments.map { document[$0] }.sorted {
            document.bytes($0.name).lexicographicallyPrecedes(document.bytes($1.name))
        }
        var key: [UInt8] = []
        for argument in sorted {
            key += document.bytes(argument.name)
            key.append(UInt8(ascii: ":"))
            append(argument.value, in: document, to: &key)
        }
        return key
    }

    /// As deep as the parser let literals nest.
    private static func append(_ id: NodeID<ValueNode>, in document: Document, to key: inout [UInt8]) {
        let value = document[id]
        switch value.kind {
        case .list:
            key.append(UInt8(ascii: "["))
            for item in value.items { append(item, in: document, to: &key) }
            key.append(UInt8(ascii: "]"))
        case .object:
            key.append(UInt8(ascii: "{"))
            for field in value.fields {
                key += document.bytes(document[field].name)
                key.append(UInt8(ascii: ":"))
                append(document[field].value, in: document, to: &key)
            }
            key.append(UInt8(ascii: "}"))
        case .string, .blockString:
            let bytes = document.stringBytes(of: id)
            key += "\"\(bytes.count)\"".utf8
            key += bytes
        case .variable:
            key.append(UInt8(ascii: "$"))
            key += document.bytes(value.text)
            key.append(UInt8(ascii: ","))
        case .int, .float, .true, .false, .null, .enum:
            key += document.bytes(value.text)
            key.append(UInt8(ascii: ","))
        }
    }
}
