import JSON

/// Gives errors that the engine made a code, because it knows none.
enum ErrorCodes {
    /// The response, or a later payload of one, with the code in every error that has no extensions yet.
    ///
    /// `trace` gives an id to those that are ours to mend; `each` is told every error's code.
    static func added(
        to response: [UInt8], _ code: ErrorCode, trace: () -> String? = { nil },
        each: (ArraySlice<UInt8>) -> Void = { _ in }
    ) -> [UInt8] {
        guard let document = try? JSONDocument(parsing: response, limits: .ownAnswers) else { return response }
        var writer = JSONWriter(capacity: response.count + 64)
        copy(document.root, of: document, &writer) { name, value, writer in
            guard document.kind(value) == .array else { return false }
            if name.elementsEqual("errors".utf8) {
                put(errors: value, document, code, trace, each, &writer)
                return true
            }
            // Spec: incremental delivery: the results of a later payload have their own errors.
            guard name.elementsEqual("incremental".utf8) || name.elementsEqual("completed".utf8) else { return false }
            writer.put("[")
            for (place, item) in document.items(value).enumerated() {
                if place > 0 { writer.put(",") }
                copy(item, of: document, &writer) { name, value, writer in
                    guard name.elementsEqual("errors".utf8), document.kind(value) == .array else { return false }
                    put(errors: value, document, code, trace, each, &writer)
                    return true
                }
            }
            writer.put("]")
            return true
        }
        return writer.bytes()
    }

    /// Copies an object; the function writes the members that it wants to be written otherwise and says so.
    private static func copy(
        _ object: JSONDocument.Index, of document: JSONDocument, _ writer: inout JSONWriter,
        replacing: (ArraySlice<UInt8>, JSONDocument.Index, inout JSONWriter) -> Bool
    ) {
        writer.put("{")
        for (place, member) in document.members(object).enumerated() {
            if place > 0 { writer.put(",") }
            writer.put(document.text(member.key))
            writer.put(":")
            if !replacing(document.bytes(member.key), member.value, &writer) { writer.put(document.text(member.value)) }
        }
        writer.put("}")
    }

    private static func put(
        errors: JSONDocument.Index, _ document: JSONDocument, _ code: ErrorCode, _ trace: () -> String?,
        _ each: (ArraySlice<UInt8>) -> Void, _ writer: inout JSONWriter
    ) {
        writer.put("[")
        for (index, error) in document.items(errors).enumerated() {
            if index > 0 { writer.put(",") }
            let extensions = document.member("extensions", of: error)
            let given = extensions.flatMap { document.member("code", of: $0) }.map(document.bytes)
            let own = given ?? ArraySlice((extensions == nil ? code.rawValue : "").utf8)
            each(own)
            let id = own.elementsEqual(ErrorCode.internal.rawValue.utf8) ? trace() : nil
            put(error, extensions, code, id, document, &writer)
        }
        writer.put("]")
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
