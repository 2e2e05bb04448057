import EventSourcing
import GraphQLLanguage
import GraphQLPlanning
import HTTP
import Networking
import Server

/// GraphQL over server-sent events, distinct connections mode: one operation a stream, its position as each event's id.
///
/// Spec: GraphQL over SSE: always 200 and an event stream; what is wrong with the operation is a result.
package struct StreamEndpoint: HTTPHandler {
    private let live: LiveService
    private let authenticator: Authenticator
    private let cors: CORSPolicy

    package init(_ live: LiveService, authenticator: Authenticator, cors: CORSPolicy) {
        (self.live, self.authenticator, self.cors) = (live, authenticator, cors)
    }

    /// Whether a request asks for a stream of events rather than for one answer.
    package static func wants(_ http: Request) -> Bool {
        guard let accept = http.head.joined(.accept) else { return false }
        let accepted = Accept(accept)
        return accepted.weight(of: "text/event-stream") > 0
            && accepted.ranges.contains { $0.type.elementsEqual("text/event-stream".utf8) }
    }

    package func respond(to exchange: Exchange) {
        if cors.answersPreflight(exchange) { return }
        guard exchange.request.method == .get || exchange.request.method == .post else {
            return exchange.respond(
                .methodNotAllowed, ResponseFields([.allow: "GET, POST"]),
                body: ErrorBody.one(.methodNotAllowed, "Streams are opened by GET and POST."))
        }
        switch authenticator.viewer(authorization: authorization(exchange.request)) {
        case .refused:
            exchange.respond(
                .unauthorized, ResponseFields([.wwwAuthenticate: "Bearer error=\"invalid_token\""]),
                body: ErrorBody.one(.unauthenticated, "The token is not accepted."))
        case .viewer(let viewer, let expires):
            let visitor = Visitor(viewer: viewer, isExpired: expires.map { authenticator.isPast($0) })
            open(exchange, visitor)
        }
    }

    private func authorization(_ http: Request) -> [UInt8]? {
        http.head.place(of: .authorization).map(http.head.copy)
    }

    private func open(_ exchange: Exchange, _ visitor: Visitor) {
        let http = exchange.request
        let request: GraphQLRequest
        do throws(RequestFault) {
            request =
                http.method == .get
                ? try ReadQueryString.request(http.head.query.map(http.head.copy) ?? [])
                : try ReadRequestBody.one(http.body, limits: live.graphQL.limits.json)
        } catch {
            return exchange.respond(.badRequest, body: ErrorBody.one(.badRequest, error.message))
        }
        guard CSRFRule.allows(http) || http.head.place(of: .accept) != nil, let loop = exchange.loop else {
            return exchange.respond(.badRequest, body: ErrorBody.one(.csrfPrevented, "Send Accept: text/event-stream."))
        }
        let resumeAfter: Cursor?
        do throws(OptionFault) {
            resumeAfter = try http.head.value(ofName: "last-event-id").map { (text) throws(OptionFault) in
                try RequestOptions.cursor(text, "Last-Event-ID")
            }
        } catch {
            return exchange.respond(.badRequest, body: ErrorBody.one(.badRequest, error.message))
        }
        guard let stream = EventStream(exchange, fields: cors.fields(for: http)) else { return }
        let sink = StreamSink(stream, on: loop)
        exchange.whenGone { sink.gone() }
        start(request, visitor, resumeAfter, loop, sink)
    }

    private func start(
        _ request: GraphQLRequest, _ visitor: Visitor, _ resumeAfter: Cursor?, _ loop: EventLoop, _ sink: StreamSink
    ) {
        do throws(LiveRefusal) {
            let (operation, options) = try live.prepare(request)
            switch operation.kind {
            case .query, .mutation:
                sink.driver = live.graphQL.run(operation, request, options, viewer: visitor.viewer, on: loop) {
                    sink.only($0.body)
                }
            case .subscription:
                sink.member = try live.subscribe(
                    operation, request, options, visitor, resumeAfter: resumeAfter, on: loop, sink: sink)
            }
        } catch {
            sink.only(error.payload)
        }
    }
}

/// The results of one operation on an event stream; it lives as long as its stream does.
// Safe because every member is used on the stream's loop only.
final class StreamSink: LiveSink, @unchecked Sendable {
    private let stream: EventStream
    private let loop: EventLoop
    var member: LiveMember?
    var driver: WaveDriver?
    /// A full stream answers a write with false; a replay then waits for it.
    private(set) var canTake = true

    init(_ stream: EventStream, on loop: EventLoop) {
        (self.stream, self.loop) = (stream, loop)
    }

    func next(_ payload: LivePayload) {
        guard !stream.send(encoded: payload.encodedEvent), stream.isOpen, canTake else { return }
        canTake = false
        Task(executorPreference: loop) { [self] in
            _ = await stream.ready()
            canTake = true
        }
    }

    func heartbeat(_ cursor: Cursor) {
        // Why no data: a browser then remembers the position and tells nobody about it.
        stream.send(encoded: Array("id: \(cursor)\n\n".utf8))
    }

    func failed(_ failure: LiveFailure) { only(failure.payload) }

    func completed() { finish() }

    /// One result, and the end.
    func only(_ result: [UInt8]) {
        result.withUnsafeBufferPointer { _ = stream.send(event: "next", data: $0) }
        finish()
    }

    func gone() {
        member?.cancel()
        driver?.cancel()
        (member, driver) = (nil, nil)
    }

    private func finish() {
        // Spec: an EventSource only sees events that have data.
        stream.send(encoded: Array("event: complete\ndata: \n\n".utf8))
        stream.finish()
        gone()
    }
}
