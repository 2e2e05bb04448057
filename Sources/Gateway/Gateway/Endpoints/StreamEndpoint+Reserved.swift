import ContextKit
import GraphQLPlanning
import HTTP
import JSON
import Networking
import Server

/// Single connection mode: `PUT` reserves a stream, `GET` opens it, `POST` sends operations to it, `DELETE` stops one.
extension StreamEndpoint {
    /// Limit: how long a reservation waits to be opened.
    private static let reservationTime = Duration.seconds(30)

    func token(of http: Request) -> [UInt8]? {
        if let value = http.value(ofName: "x-graphql-event-stream-token") { return Array(value) }
        return parameter("token", of: http)
    }

    private func parameter(_ name: StaticString, of http: Request) -> [UInt8]? {
        http.queryBytes.withUnsafeBufferPointer { FormFields($0).value(name) }
    }

    func reserve(_ exchange: Exchange, _ visitor: Visitor) {
        guard let loop = exchange.loop else { return }
        guard let token = reservations.reserve(for: visitor.viewer, from: visitor.peer) else {
            return refuse(exchange, .unavailable, .overloaded, "Too many streams are reserved.")
        }
        loop.schedule(after: Self.reservationTime) { [reservations] in reservations.releaseUnclaimed(token) }
        var all = ResponseFields([.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"])
        all.add(contentsOf: fields(exchange))
        exchange.respond(.created, all, body: token)
    }

    func shared(_ exchange: Exchange, _ visitor: Visitor, _ token: [UInt8]) {
        let method = exchange.request.method
        if method == .get { return open(exchange, visitor, token) }
        let (isKnown, stream) = reservations.find(token, visitor.viewer)
        guard isKnown else { return refuse(exchange, .notFound, .notFound, "There is no such stream.") }
        if method == .delete { return stop(exchange, stream) }
        guard let stream else { return refuse(exchange, .conflict, .conflict, "Open the stream first.") }
        send(exchange, visitor, to: stream)
    }

    private func open(_ exchange: Exchange, _ visitor: Visitor, _ token: [UInt8]) {
        let isNamed = exchange.request.has(.authorization)
        switch reservations.claim(token, isNamed ? visitor.viewer : nil) {
        case .unknown: return refuse(exchange, .notFound, .notFound, "There is no such stream.")
        case .taken: return refuse(exchange, .conflict, .conflict, "The stream is open already.")
        case .granted: break
        }
        guard let loop = exchange.loop, let events = EventStream(exchange, fields: fields(exchange)) else {
            return reservations.release(token)
        }
        let stream = SharedStream(events, on: loop)
        reservations.attach(stream, to: token)
        exchange.whenGone { [reservations] in
            reservations.release(token)
            stream.gone()
        }
    }

    private func send(_ exchange: Exchange, _ visitor: Visitor, to stream: SharedStream) {
        guard let (request, options) = read(exchange) else { return }
        guard let id = request.extensions?.member("operationId")?.text.map(Array.init), !id.isEmpty else {
            return refuse(exchange, .badRequest, .badRequest, "`extensions.operationId` names the operation.")
        }
        // Spec: what is wrong with the request itself is answered here; the stream only has results.
        let asked: LiveRequest
        do throws(LiveRefusal) {
            asked = try live.prepare(request, options, visitor)
        } catch {
            return refuse(exchange, .badRequest, body: error.payload)
        }
        let (live, accepted) = (live, fields(exchange))
        stream.loop.execute {
            stream.start(id, live, asked) { outcome in
                switch outcome {
                case .started: exchange.respond(.accepted, accepted, body: [])
                case .repeated: refuse(exchange, .conflict, .conflict, "An operation with this id is running.")
                case .tooMany:
                    refuse(exchange, .tooManyRequests, .subscriptionLimit, "Too many operations on one stream.")
                case .over: refuse(exchange, .notFound, .notFound, "There is no such stream.")
                }
            }
        }
    }

    private func stop(_ exchange: Exchange, _ stream: SharedStream?) {
        guard let id = parameter("operationId", of: exchange.request) else {
            return refuse(exchange, .badRequest, .badRequest, "`operationId` names the operation.")
        }
        stream?.loop.execute { stream?.stop(id) }
        exchange.respond(.ok, fields(exchange), body: [])
    }
}
