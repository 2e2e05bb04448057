import GraphQLLanguage
import GraphQLPlanning
import GraphQLSchema
import JSON

/// A finished response as bytes, and what the transports need to know of it.
package struct ExecutionResponse: Sendable {
    /// One JSON object: `data` if anything was executed, then `errors` if there are any.
    package let bytes: [UInt8]
    /// True if there is `data` that is not null.
    package let hasData: Bool
    package let hasErrors: Bool
    /// More payloads follow: `ExecutionMachine.proceed()` gives the next one. Never true unless it was asked for.
    package let hasNext: Bool

    package init(bytes: [UInt8], hasData: Bool, hasErrors: Bool, hasNext: Bool = false) {
        (self.bytes, self.hasData, self.hasErrors, self.hasNext) = (bytes, hasData, hasErrors, hasNext)
    }

    /// The response with a JSON object as its `extensions`.
    package func bytes(extensions: [UInt8]) -> [UInt8] {
        var all = bytes
        all.reserveCapacity(bytes.count + extensions.count + 16)
        all.removeLast()
        all += #","extensions":"#.utf8
        all += extensions
        all.append(UInt8(ascii: "}"))
        return all
    }
}

extension ExecutionResponse {
    /// A response without `data`: the request failed before anything was executed.
    package static func requestErrors(_ errors: [(message: String, locations: [SourceLocation])]) -> ExecutionResponse {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("errors")
        writer.beginArray()
        for error in errors {
            writer.beginObject()
            writer.key("message")
            writer.string(error.message)
            if !error.locations.isEmpty { writer.locations(error.locations) }
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return ExecutionResponse(bytes: writer.bytes(), hasData: false, hasErrors: true)
    }

    /// The answer to a request whose variables do not fit.
    package static func requestErrors(_ faults: CoercionFaults, in document: Document) -> ExecutionResponse {
        requestErrors(
            faults.faults.map { fault in
                (message: fault.message, locations: fault.position.map { [document.location(at: $0)] } ?? [])
            })
    }
}

extension JSONWriter {
    /// A response path as a list.
    mutating func path(_ segments: [Int], _ plan: Plan) {
        beginArray()
        for segment in segments {
            if segment >= 0 {
                int(segment)
            } else {
                // Why: the key stands as `,"key":` in the plan.
                raw(plan.bytes(plan.fields[~segment].key).dropFirst().dropLast())
            }
        }
        endArray()
    }

    /// The member `locations` of an error.
    mutating func locations(_ locations: [SourceLocation]) {
        key("locations")
        beginArray()
        for location in locations {
            beginObject()
            key("line")
            int(location.line)
            key("column")
            int(location.column)
            endObject()
        }
        endArray()
    }
}
