import ContextKit
import GraphQLExecution
import GraphQLLanguage
import GraphQLValidation
import JSON

/// Responses that hold nothing but errors: the request ended before anything was executed.
enum ErrorBody {
    /// One error with a code.
    static func one(
        _ code: ErrorCode, _ message: String, locations: [SourceLocation] = [], details: [JSONValue.Member] = []
    ) -> [UInt8] {
        body([(code, message, locations, details)])
    }

    static func syntax(_ error: SyntaxError) -> [UInt8] {
        one(code(of: error), error.message, locations: [error.location])
    }

    static func code(of error: SyntaxError) -> ErrorCode {
        switch error.reason {
        case .grammar, .invalidUTF8: .parseFailed
        case .tooManyBytes: .documentTooLarge
        case .tooManyTokens: .tokenLimit
        case .tooDeep: .depthLimit
        }
    }

    /// One error for all fields that the viewer may not read.
    static func denial(_ denial: AccessGuards.Denial) -> [UInt8] {
        let fields = denial.coordinates.map { JSONValue.string($0) }
        return one(denial.code, denial.message, details: [JSONValue.Member("fields", .array(fields))])
    }

    static func validation(_ diagnostics: [Diagnostic]) -> [UInt8] {
        body(
            diagnostics.map { diagnostic in
                (code(of: diagnostic), diagnostic.message, diagnostic.locations, [])
            })
    }

    static func code(of diagnostic: Diagnostic) -> ErrorCode {
        switch diagnostic.kind {
        case .rule: .validationFailed
        case .aborted: .validationBudget
        case .limit(let name): LimitCodes.code(of: name)
        }
    }

    private typealias Entry = (
        code: ErrorCode, message: String, locations: [SourceLocation], details: [JSONValue.Member]
    )

    private static func body(_ errors: [Entry]) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("errors")
        writer.put(list(errors))
        writer.endObject()
        return writer.bytes()
    }

    /// A list of one error, as some transports want it without the response around it.
    static func list(_ code: ErrorCode, _ message: String, details: [JSONValue.Member] = []) -> [UInt8] {
        list([(code, message, [], details)])
    }

    private static func list(_ errors: [Entry]) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginArray()
        for error in errors {
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
            writer.key("extensions")
            JSONValue.object([JSONValue.Member("code", .string(error.code.rawValue))] + error.details)
                .write(to: &writer)
            writer.endObject()
        }
        writer.endArray()
        return writer.bytes()
    }
}
