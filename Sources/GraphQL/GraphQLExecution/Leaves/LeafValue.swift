import GraphQLSchema
import JSON

/// A leaf before result coercion, wherever it was read from.
enum LeafValue {
    case bool(Bool)
    case int(Int64)
    /// An integer that does not fit 64 bits, as it is written.
    case bigInt(ArraySlice<UInt8>)
    case double(Double)
    case string(ArraySlice<UInt8>)
    /// A list or an object, which no built-in scalar can represent; the text is what messages say of it.
    case other(String)

    /// Reads a value that is not null.
    init(_ document: JSONDocument, _ node: JSONDocument.Index) {
        switch document.kind(node) {
        case .true: self = .bool(true)
        case .false, .null: self = .bool(false)
        case .integer:
            if let value = document.int64(node) { self = .int(value) } else { self = .bigInt(document.bytes(node)) }
        case .decimal: self = .double(document.double(node) ?? .nan)
        case .string, .escapedString: self = .string(document.bytes(node))
        case .array, .object: self = .other(JSONInspection.text(node, in: document))
        }
    }

    /// The value as the reference implementation shows it in messages.
    var inspected: String {
        switch self {
        case .bool(let value): value ? "True" : "False"
        case .int(let value): String(value)
        case .bigInt(let digits): JSONInspection.shortened(String(decoding: digits, as: UTF8.self))
        case .double(let value): JSONInspection.number(value)
        case .string(let bytes): JSONInspection.shortened(JSONInspection.quoted(String(decoding: bytes, as: UTF8.self)))
        case .other(let text): text
        }
    }
}
