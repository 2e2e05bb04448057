import JSON

/// Gives errors that the engine made a code, because it knows none.
enum ErrorCodes {
    /// The response with the code in every error that has no extensions yet.
    static func added(to response: [UInt8], _ code: ErrorCode) -> [UInt8] {
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
            let text = document.text(error)
            guard document.member("extensions", of: error) == nil, text.count > 2 else {
                writer.put(text)
                continue
            }
            writer.put(text.dropLast())
            writer.put(",\"extensions\":{\"code\":\"")
            writer.put(code.rawValue)
            writer.put("\"}}")
        }
        writer.put("]}")
        return writer.bytes()
    }
}
