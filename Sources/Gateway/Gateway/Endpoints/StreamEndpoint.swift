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
    let reservations: StreamReservations
    private let authenticator: Authenticator
    private let cors: CORSPolicy

    package init(_ live: LiveService, authenticator: Authenticator, cors: CORSPolicy) {
        (self.live, self.authenticator, self.cors) = (live, authenticator, cors)
        reservations = StreamReservations(perSubscriberMax: live.limits.perViewerMax)
    }

    /// Whether a request asks for a stream of events rather than for one answer.
    enum Wish { case yes, no, forSubscriptions }

    /// A client that takes both as gladly gets a stream for what has more than one result.
    static func wish(of http: Request) -> Wish { http.joined(.accept).map { wish(accept: $0) } ?? .no }

    static func wish(accept: [UInt8]) -> Wish {
        let accepted = Accept(accept)
        func isNamed(_ type: String) -> Bool {
            accepted.ranges.contains { $0.type.elementsEqual(type.utf8) && $0.weight > 0 }
        }
        guard isNamed("text/event-stream") else { return .no }
        let events = accepted.weight(of: "text/event-stream")
        let parts = isNamed("multipart/mixed") ? accepted.weight(of: "multipart/mixed") : 0
        let other = max(
            accepted.weight(of: "application/json"), accepted.weight(of: "application/graphql-response+json"), parts)
        if events > other { return .yes }
        return events == other ? .forSubscriptions : .no
    }

    package func respond(to exchange: Exchange) {
        if cors.answersPreflight(exchange) { return }
        let method = exchange.request.method
        guard method == .get || method == .post || method == .put || method == .delete else {
            return refuse(
                exchange, .methodNotAllowed, .methodNotAllowed,
                "Streams are opened by GET and POST, and reserved by PUT.",
                ResponseFields([.allow: "GET, POST, PUT, DELETE"]))
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
        switch authenticator.viewer(authorization: http.copy(of: .authorization)) {
        case .refused:
            refuse(
                exchange, .unauthorized, .unauthenticated, "The token is not accepted.",
                ResponseFields([.wwwAuthenticate: "Bearer error=\"invalid_token\""]))
            return nil
        case .viewer(let viewer, let expires):
            return Visitor(
                viewer: viewer, peer: http.peer.ip, trace: http.trace,
                isExpired: expires.map { authenticator.isPast($0) })
        }
    }

    func refuse(
        _ exchange: Exchange, _ status: HTTPStatus, _ code: ErrorCode, _ message: String,
        _ more: ResponseFields = ResponseFields()
    ) {
        refuse(exchange, status, body: ErrorBody.one(code, message), more)
    }

    func refuse(
        _ exchange: Exchange, _ status: HTTPStatus, body: [UInt8], _ more: ResponseFields = ResponseFields()
    ) {
        var all = ResponseFields([.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"])
        all.add(contentsOf: more)
        all.add(contentsOf: fields(exchange))
        exchange.respond(status, all, body: body)
    }

    func fields(_ exchange: Exchange) -> ResponseFields { cors.fields(for: exchange.request) }

    /// The request in the exchange with its options; nil if it was refused and answered.
    func read(_ exchange: Exchange) -> (GraphQLRequest, RequestOptions)? {
        let http = exchange.request
        if http.method == .post {
            guard CSRFRule.allows(http) else {
                refuse(exchange, .badRequest, .csrfPrevented, "Send a content type of application/json.")
                return nil
            }
            guard let type = http.copy(of: .contentType), ContentNegotiation.isJSON(type) else {
                refuse(
                    exchange, .unsupportedMediaType, .badRequest,
                    "The body of a POST must have the content type application/json.")
                return nil
            }
        }
        let request: GraphQLRequest
        do throws(RequestFault) {
            let limits = live.graphQL.limits.json
            request =
                http.method == .get
                ? try ReadQueryString.request(http.queryBytes, limits: limits)
                : try ReadRequestBody.one(http.body, limits: limits)
        } catch {
            refuse(exchange, .badRequest, .badRequest, error.message)
            return nil
        }
        do throws(OptionFault) {
            return (request, try RequestOptions(request, http))
        } catch {
            refuse(exchange, .badRequest, .badRequest, error.message)
            return nil
        }
    }

    private func open(_ exchange: Exchange, _ visitor: Visitor) {
        guard let (request, options) = read(exchange), let loop = exchange.loop else { return }
        let asked = Result { () throws(LiveRefusal) in try live.prepare(request, options, visitor) }
        // Spec: a GET must not change anything; and an EventSource repeats its own after every cut.
        if case .success(let asked) = asked, asked.operation.kind == .mutation, exchange.request.method != .post {
            return refuse(
                exchange, .methodNotAllowed, .methodNotAllowed, "Send mutations by POST.",
                ResponseFields([.allow: "POST"]))
        }
        guard let stream = EventStream(exchange, fields: fields(exchange)) else { return }
        let output = PacedOutput(stream, on: loop)
        let sink = StreamSink(output, EventFraming()) { output.finish() }
        exchange.whenGone { sink.stop() }
        switch asked {
        case .success(let asked): sink.start(live, asked, on: loop)
        case .failure(let refusal): sink.refused(refusal)
        }
    }
}
