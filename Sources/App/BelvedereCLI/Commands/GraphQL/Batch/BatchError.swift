import GraphQLLanguage
import JSON

/// One entry of the `errors` of an answer.
struct BatchError: Error {
    let message: String
    var locations: [SourceLocation] = []
    /// The reference name of the rule, for violations of one.
    var rule: String?
}

enum BatchErrors {
    /// Writes the member `errors`.
    static func write(_ errors: [BatchError], to writer: inout JSONWriter) {
        writer.key("errors")
        writer.beginArray()
        for error in errors { write(error, to: &writer) }
        writer.endArray()
    }

    private static func write(_ error: BatchError, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("message")
        writer.string(error.message)
        if !error.locations.isEmpty {
            writer.key("locations")
            writer.beginArray()
            for location in error.locations {
                writer.beginObject()
                writer.key("line")
                writer.int(location.line)
                writer.key("column")
                writer.int(location.column)
                writer.endObject()
            }
            writer.endArray()
        }
        if let rule = error.rule {
            writer.key("extensions")
            writer.beginObject()
            writer.key("rule")
            writer.string(rule)
            writer.endObject()
        }
        writer.endObject()
    }
}
