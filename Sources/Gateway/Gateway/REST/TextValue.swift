import GraphQLSchema
import JSON

/// Writes a text from an address as the JSON value that it stands for, by the type of its variable.
///
/// What cannot be such a value goes on as a text, so that coercion refuses it in its own words.
enum TextValue {
    static func write(_ text: [UInt8], as codec: ScalarCodec, to writer: inout JSONWriter) {
        switch codec {
        case .int, .long:
            if isNumber(text, .integer) { return writer.raw(text) }
        case .float:
            if isNumber(text, .integer) || isNumber(text, .decimal) { return writer.raw(text) }
        case .boolean:
            if text.elementsEqual("true".utf8) { return writer.bool(true) }
            if text.elementsEqual("false".utf8) { return writer.bool(false) }
        case .json:
            if (try? JSONDocument(parsing: text, limits: .request)) != nil { return writer.raw(text) }
        case .passThrough, .string, .id, .decimal, .microUSD, .dateTime, .date, .duration, .uuid, .emailAddress,
            .cursor:
            break
        }
        writer.string(String(decoding: text, as: UTF8.self))
    }

    private static func isNumber(_ text: [UInt8], _ kind: JSONNode.Kind) -> Bool {
        guard let document = try? JSONDocument(parsing: text) else { return false }
        // Why the length too: white space around a value is none of JSON's business, but it is no number.
        return document.kind(document.root) == kind && document.bytes(document.root).count == text.count
    }
}
