import HTTP
import JSON

/// An answer of a route that is not what was asked for.
///
/// Spec: RFC 9457. `code` is that of the same error over GraphQL, `reason` that of a refusal of the domain.
struct Problem: Error {
    let status: HTTPStatus
    let code: ErrorCode?
    private let reason: String?
    private let detail: String
    /// Every error, where a request has several or one with more to say.
    private let errors: [JSONValue]
    var fields = ResponseFields()

    static let contentType: StaticString = "application/problem+json"

    init(_ code: ErrorCode, _ detail: String, status: HTTPStatus? = nil, errors: [JSONValue] = []) {
        (self.status, self.code, reason) = (status ?? code.status, code, nil)
        (self.detail, self.errors) = (detail, errors)
        if self.status == .unauthorized { fields.add(.wwwAuthenticate, literal: "Bearer") }
    }

    /// A refusal for a reason that the schema lists.
    init(reason: String, _ message: String, _ status: HTTPStatus) {
        (self.status, code, self.reason, detail, errors) = (status, nil, reason, message, [])
    }

    /// The URN under which the kind of problem is known; it leads nowhere and never changes.
    private var type: String {
        if let code { return "urn:belvedere:error:\(code.rawValue)" }
        return reason.map { "urn:belvedere:refusal:\($0)" } ?? "about:blank"
    }

    var body: [UInt8] {
        var members: [JSONValue.Member] = [
            .init("type", .string(type)), .init("title", .string("\(status.reason)")),
            .init("status", .number("\(status.rawValue)")), .init("detail", .string(detail)),
        ]
        if let code { members.append(.init("code", .string(code.rawValue))) }
        if let reason { members.append(.init("reason", .string(reason))) }
        if !errors.isEmpty { members.append(.init("errors", .array(errors))) }
        return JSONValue.object(members).bytes
    }
}
