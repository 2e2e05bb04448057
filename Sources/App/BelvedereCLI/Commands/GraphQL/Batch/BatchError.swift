import GraphQLLanguage
import GraphQLSchema
import GraphQLValidation
import JSON

/// One entry of the `errors` of an answer.
struct BatchError: Error {
    let message: String
    var locations: [SourceLocation] = []
    /// The reference name of the rule, for violations of one.
    var rule: String?
}

extension BatchError {
    init(_ fault: SchemaFault) {
        self.init(
            message: fault.message,
            locations: fault.places.map { SourceLocation(line: $0.line, column: $0.column) }, rule: fault.rule)
    }

    init(_ diagnostic: Diagnostic) {
        self.init(message: diagnostic.message, locations: diagnostic.locations, rule: diagnostic.rule)
    }
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
