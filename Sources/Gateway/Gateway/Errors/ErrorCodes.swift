import JSON

/// Gives errors that the engine made a code, because it knows none.
enum ErrorCodes {
    /// The response with the code in every error that has no extensions yet.
    ///
    /// `trace` gives an id to those that are ours to mend; `each` is told every error's code.
    static func added(
        to response: [UInt8], _ code: ErrorCode, trace: () -> String? = { nil },
        each: (ArraySlice<UInt8>) -> Void = { _ in }
    ) -> [UInt8] {
        guard let document = try? JSONDocument(parsing: response),
            let errors = document.member("errors", of: document.root), document.kind(errors) == .array
        else { return response }
        var writer = JSONWriter(capacity: response.count + 64)
        writer.put("{")
        if let data = document.member("data", of: document.root) {
            writer.put("\"data\":")
            writer.put(document.text(data))
            writer.put(",")
        }
        writer.put("\"errors\":[")
        for (index, error) in document.items(errors).enumerated() {
            if index > 0 { writer.put(",") }
            let extensions = document.member("extensions", of: error)
            let given = extensions.flatMap { document.member("code", of: $0) }.map(document.bytes)
            let own = given ?? ArraySlice((extensions == nil ? code.rawValue : "").utf8)
            each(own)
            let id = own.elementsEqual(ErrorCode.internal.rawValue.utf8) ? trace() : nil
            put(error, extensions, code, id, document, &writer)
        }
        writer.put("]}")
        return writer.bytes()
    }

    private static func put(
        _ error: JSONDocument.Index, _ extensions: JSONDocument.Index?, _ code: ErrorCode, _ trace: String?,
        _ document: JSONDocument, _ writer: inout JSONWriter
    ) {
        let text = document.text(error)
        let suffix = trace.map { ",\"traceId\":\"\($0)\"}" } ?? "}"
        guard let extensions else {
            writer.put(text.dropLast())
            writer.put(text.count > 2 ? ",\"extensions\":{\"code\":\"" : "\"extensions\":{\"code\":\"")
            writer.put(code.rawValue)
            writer.put("\"" + suffix + "}")
            return
        }
        guard trace != nil else { return writer.put(text) }
        writer.put("{")
        for (place, member) in document.members(error).enumerated() {
            if place > 0 { writer.put(",") }
            writer.put(document.text(member.key))
            writer.put(":")
            guard member.value == extensions else {
                writer.put(document.text(member.value))
                continue
            }
            writer.put(document.text(member.value).dropLast())
            writer.put(suffix)
        }
        writer.put("}")
    }
}
