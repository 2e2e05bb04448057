import EventSourcing
import GraphQLLanguage
import GraphQLPlanning
import HTTP
import JSON
import Networking
import Server
import WebSocket

/// `graphql-transport-ws` over a WebSocket.
package struct SocketEndpoint: Sendable {
    private let live: LiveService
    private let authenticator: Authenticator
    private let origins: OriginList?
    private let settings: SocketSettings

    package init(
        _ live: LiveService, authenticator: Authenticator, origins: OriginList?,
        settings: SocketSettings = SocketSettings()
    ) {
        (self.live, self.authenticator, self.origins, self.settings) = (live, authenticator, origins, settings)
    }

    /// Answers a handshake.
    package func accept(_ exchange: Exchange) {
        let handler = SocketSession(
            live: live, authenticator: authenticator, settings: settings, peer: exchange.request.peer.ip,
            authorization: exchange.request.head.place(of: .authorization).map(exchange.request.head.copy))
        var options = WebSocketOptions(subprotocols: [SocketProtocol.name], needsSubprotocol: true)
        options.origins = origins
        if !settings.compresses { options.compression = nil }
        if let session = exchange.acceptWebSocket(options, handler: handler) { handler.opened(session) }
    }
}

/// Bounds of one socket.
package struct SocketSettings: Sendable {
    /// How long a client may take to say hello.
    package var helloTimeout: Duration = .seconds(10)
    /// Limit: operations of one socket at once.
    package var operationsMax = 100
    /// Offers permessage-deflate.
    package var compresses = true

    package init() {}
}

/// One client on a socket: the protocol's machine, and the operations that run for it.
// Safe because every member is used on the socket's loop only.
final class SocketSession: WebSocketHandler, @unchecked Sendable {
    private let live: LiveService
    private let authenticator: Authenticator
    private let settings: SocketSettings
    private let peer: IPAddress?
    private let authorization: [UInt8]?
    private var machine: SocketProtocol
    private weak var session: WebSocketSession?
    private var visitor: Visitor?
    /// Says that the visitor is there, for as long as the socket lives.
    private var attendance: Attendance?
    /// What runs, by the machine's numbers: a sink from before it starts until it is over.
    private var runs: [SocketProtocol.Run: (sink: SocketSink, work: (any LiveRun)?)] = [:]

    init(
        live: LiveService, authenticator: Authenticator, settings: SocketSettings, peer: IPAddress?,
        authorization: [UInt8]?
    ) {
        (self.live, self.authenticator, self.settings) = (live, authenticator, settings)
        (self.peer, self.authorization) = (peer, authorization)
        machine = SocketProtocol(operationsMax: settings.operationsMax)
    }

    func opened(_ session: WebSocketSession) {
        self.session = session
        session.loop.schedule(after: settings.helloTimeout) { [weak self] in
            guard let self else { return }
            perform(machine.helloIsOverdue())
        }
    }

    // MARK: From the socket

    func socket(_ socket: WebSocketSession, text: UnsafeBufferPointer<UInt8>) {
        perform(machine.received(Array(text)))
    }

    func socket(_ socket: WebSocketSession, binary: UnsafeBufferPointer<UInt8>) {
        perform(machine.receivedBinary())
    }

    func socket(_ socket: WebSocketSession, closed code: CloseCode) {
        attendance = nil
        perform(machine.disconnected())
    }

    private func perform(_ actions: [SocketProtocol.Action]) {
        for action in actions {
            switch action {
            case .send(let text): session?.send(text: text)
            case .authenticate(let payload): authenticate(payload)
            case .start(let run, let id, let request): start(run, id, request)
            case .cancel(let run): forget(run)
            case .close(let code, let reason): session?.close(CloseCode(rawValue: code), reason: reason)
            }
        }
    }

    private func forget(_ run: SocketProtocol.Run) {
        runs.removeValue(forKey: run)?.work?.cancel()
    }

    /// The token stands in the payload, as browsers cannot send a field with a handshake; a field is taken too.
    private func authenticate(_ payload: GraphQLRequest.Part?) {
        let given = (payload?.member("authorization") ?? payload?.member("Authorization"))?.text.map(Array.init)
        switch authenticator.viewer(authorization: given ?? authorization) {
        case .viewer(let viewer, let expires):
            visitor = Visitor(viewer: viewer, peer: peer, isExpired: expires.map { authenticator.isPast($0) })
            attendance = live.presence?.attend(viewer)
            perform(machine.accepted())
        case .refused: perform(machine.refused())
        }
    }

    // MARK: Operations

    private func start(_ run: SocketProtocol.Run, _ id: [UInt8], _ request: GraphQLRequest) {
        guard let visitor, let loop = session?.loop else { return }
        if let isExpired = visitor.isExpired, isExpired() { return perform(machine.expelled()) }
        do throws(LiveRefusal) {
            let asked = try live.prepare(request, try options(request), visitor)
            let sink = SocketSink(self, run: run, id: id)
            runs[run] = (sink, nil)
            let work = try live.begin(asked, on: loop, sink: sink)
            // Why looked at: what answers at once is over before there is anything to keep.
            if runs[run] == nil { work?.cancel() } else { runs[run]?.work = work }
        } catch {
            forget(run)
            perform(machine.failed(run, errors: error.errors))
        }
    }

    private func options(_ request: GraphQLRequest) throws(LiveRefusal) -> RequestOptions {
        do throws(OptionFault) {
            return try RequestOptions(request)
        } catch {
            throw LiveRefusal(ErrorBody.list(.badRequest, error.message))
        }
    }

    func answered(_ run: SocketProtocol.Run, _ answer: GraphQLService.Answer) {
        runs[run] = nil
        if answer.refusal != nil {
            return perform(machine.failed(run, errors: LiveRefusal(response: answer.body).errors))
        }
        if let message = machine.result(run, answer.body) { session?.send(text: message) }
        perform(machine.completed(run))
    }

    func part(_ run: SocketProtocol.Run, _ result: [UInt8]) {
        if let message = machine.result(run, result) { session?.send(text: message) }
    }

    // MARK: From subscriptions

    var canSend: Bool { session?.canSend ?? true }

    func deliver(_ payload: LivePayload, to run: SocketProtocol.Run, id: [UInt8]) {
        let message = payload.message(id: id) { machine.result(run, payload.bytes) }
        if let message { session?.send(message) }
    }

    /// Why the id: another operation of the same socket may not be so far yet.
    func heartbeat(_ cursor: Cursor, of id: [UInt8]) {
        var writer = JSONWriter(capacity: 96)
        writer.put("{\"type\":\"ping\",\"payload\":{\"belvedere\":{\"id\":")
        writer.putString(id[...])
        writer.put(",\"position\":\"")
        writer.put(cursor.description)
        writer.put("\"}}}")
        session?.send(text: writer.bytes())
    }

    func failed(_ run: SocketProtocol.Run, _ failure: LiveFailure) {
        runs[run] = nil
        perform(machine.failed(run, errors: failure.errors))
        if failure.code == .unauthenticated { perform(machine.expelled()) }
    }

    func completed(_ run: SocketProtocol.Run) {
        runs[run] = nil
        perform(machine.completed(run))
    }
}

/// The results of one subscription on a socket.
final class SocketSink: LiveSink {
    private weak var session: SocketSession?
    private let run: SocketProtocol.Run
    private let id: [UInt8]

    init(_ session: SocketSession, run: SocketProtocol.Run, id: [UInt8]) {
        (self.session, self.run, self.id) = (session, run, id)
    }

    var canTake: Bool { session?.canSend ?? true }
    func next(_ payload: LivePayload) { session?.deliver(payload, to: run, id: id) }
    func heartbeat(_ cursor: Cursor) { session?.heartbeat(cursor, of: id) }
    func failed(_ failure: LiveFailure) { session?.failed(run, failure) }
    func part(_ result: [UInt8]) { session?.part(run, result) }
    func answered(_ answer: GraphQLService.Answer) { session?.answered(run, answer) }
    func completed() { session?.completed(run) }
}
