import EventSourcing
import GraphQLLanguage
import GraphQLPlanning
import HTTP
import Networking
import Server

/// GraphQL over server-sent events: one operation a stream, its position as each event's id, or one stream for all
/// operations of a client that has reserved it.
///
/// Spec: GraphQL over SSE: always 200 and an event stream; what is wrong with the operation is a result.
package struct StreamEndpoint: HTTPHandler {
    let live: LiveService
    let reservations = StreamReservations()
    private let authenticator: Authenticator
    private let cors: CORSPolicy

    package init(_ live: LiveService, authenticator: Authenticator, cors: CORSPolicy) {
        (self.live, self.authenticator, self.cors) = (live, authenticator, cors)
    }

    /// Whether a request asks for a stream of events rather than for one answer.
    package static func wants(_ http: Request) -> Bool {
        guard let accept = http.joined(.accept) else { return false }
        let accepted = Accept(accept)
        return accepted.weight(of: "text/event-stream") > 0
            && accepted.ranges.contains { $0.type.elementsEqual("text/event-stream".utf8) }
    }

    package func respond(to exchange: Exchange) {
        if cors.answersPreflight(exchange) { return }
        let method = exchange.request.method
        guard method == .get || method == .post || method == .put || method == .delete else {
            return exchange.respond(
                .methodNotAllowed, ResponseFields([.allow: "GET, POST, PUT, DELETE"]),
                body: ErrorBody.one(.methodNotAllowed, "Streams are opened by GET and POST, and reserved by PUT."))
        }
        guard let visitor = visitor(exchange) else { return }
        if method == .put { return reserve(exchange, visitor) }
        if let token = token(of: exchange.request) { return shared(exchange, visitor, token) }
        guard method != .delete else { return refuse(exchange, .notFound, .notFound, "There is no such stream.") }
        open(exchange, visitor)
    }

    /// Who asks; nil if that was refused and answered.
    func visitor(_ exchange: Exchange) -> Visitor? {
        let http = exchange.request
        switch authenticator.viewer(authorization: http.head.place(of: .authorization).map(http.head.copy)) {
        case .refused:
            exchange.respond(
                .unauthorized, ResponseFields([.wwwAuthenticate: "Bearer error=\"invalid_token\""]),
                body: ErrorBody.one(.unauthenticated, "The token is not accepted."))
            return nil
        case .viewer(let viewer, let expires):
            return Visitor(
                viewer: viewer, peer: http.peer.ip, isExpired: expires.map { authenticator.isPast($0) })
        }
    }

    func refuse(_ exchange: Exchange, _ status: HTTPStatus, _ code: ErrorCode, _ message: String) {
        exchange.respond(status, fields(exchange), body: ErrorBody.one(code, message))
    }

    func fields(_ exchange: Exchange) -> ResponseFields { cors.fields(for: exchange.request) }

    /// The request in the exchange; nil if it was refused and answered.
    func read(_ exchange: Exchange) -> GraphQLRequest? {
        let http = exchange.request
        do throws(RequestFault) {
            return http.method == .get
                ? try ReadQueryString.request(http.head.query.map(http.head.copy) ?? [])
                : try ReadRequestBody.one(http.body, limits: live.graphQL.limits.json)
        } catch {
            refuse(exchange, .badRequest, .badRequest, error.message)
            return nil
        }
    }

    private func open(_ exchange: Exchange, _ visitor: Visitor) {
        guard let request = read(exchange) else { return }
        let http = exchange.request
        guard CSRFRule.allows(http) || http.head.place(of: .accept) != nil, let loop = exchange.loop else {
            return refuse(exchange, .badRequest, .csrfPrevented, "Send Accept: text/event-stream.")
        }
        let resumeAfter: Cursor?
        do throws(OptionFault) {
            resumeAfter = try http.head.value(ofName: "last-event-id").map { (text) throws(OptionFault) in
                try RequestOptions.cursor(text, "Last-Event-ID")
            }
        } catch {
            return refuse(exchange, .badRequest, .badRequest, error.message)
        }
        guard let stream = EventStream(exchange, fields: fields(exchange)) else { return }
        let output = PacedOutput(stream, on: loop)
        let sink = StreamSink(output, EventFraming()) { output.finish() }
        exchange.whenGone { sink.stop() }
        sink.start(live, request, visitor, resumeAfter: resumeAfter, on: loop)
    }
}
