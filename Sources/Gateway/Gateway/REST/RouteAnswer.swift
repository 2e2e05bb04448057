import HTTP
import JSON

/// What a response of the executor comes to as the answer of a route.
enum RouteAnswer {
    case value([UInt8])
    case problem(Problem)

    init(_ response: [UInt8], of operation: StoredOperation) {
        guard let document = try? JSONDocument(parsing: response) else {
            self = .problem(Problem(.internal, "The answer could not be read."))
            return
        }
        if let errors = document.member("errors", of: document.root), document.kind(errors) == .array,
            let problem = Self.problem(of: errors, document)
        {
            self = .problem(problem)
            return
        }
        guard let data = document.member("data", of: document.root),
            let value = document.member(operation.rootKey, of: data)
        else {
            self = .problem(Problem(.internal, "The answer is not there."))
            return
        }
        if document.isNull(value), !operation.isMutation {
            self = .problem(Problem(.notFound, "There is nothing here, or nothing that you may see."))
        } else if let refusal = Self.refusal(value, document, operation) {
            self = .problem(refusal)
        } else {
            self = .value(Array(document.text(value)))
        }
    }

    /// The first error decides; a route has no answer that is half there.
    private static func problem(of errors: JSONDocument.Index, _ document: JSONDocument) -> Problem? {
        let all = document.items(errors).map { JSONValue(document, $0) }
        guard let first = all.first else { return nil }
        let code = first["extensions"]?["code"]?.string.flatMap(ErrorCode.init) ?? .internal
        let shown = all.map { error in
            // Why not their locations: they are places in a document that the client has not written.
            JSONValue.object((error.members ?? []).filter { $0.name != "locations" })
        }
        var problem = Problem(code, first["message"]?.string ?? "", errors: shown)
        if let wait = first["extensions"]?["retryAfterMs"]?.int, wait > 0 {
            problem.fields.add(.retryAfter, (wait - 1) / 1_000 + 1)
        }
        return problem
    }

    private static func refusal(
        _ value: JSONDocument.Index, _ document: JSONDocument, _ operation: StoredOperation
    ) -> Problem? {
        guard !operation.refusals.isEmpty, document.kind(value) == .object,
            let type = document.member("__typename", of: value).map({ document.bytes($0) }),
            let refusal = operation.refusals.first(where: { $0.name.elementsEqual(type) }),
            let reason = document.member("reason", of: value).map({ Array(document.bytes($0)) }),
            let status = refusal.statuses[reason]
        else { return nil }
        let message = document.member("message", of: value).map { document.bytes($0) } ?? []
        return Problem(
            reason: String(decoding: reason, as: UTF8.self), String(decoding: message, as: UTF8.self), status)
    }
}
