import HTTP
import Lifecycle
import Networking

/// The outgoing connections of one loop, by origin.
///
/// Invariant: for each origin, connections opening, busy and idle together never pass the limit.
// Safe because every member is used on the loop only.
final class ClientPool: @unchecked Sendable {
    struct Origin: Hashable {
        var isSecure: Bool
        var host: String
        var port: UInt16
    }

    private struct Entry {
        var idle: [ClientConnection] = []
        var open = 0
        var waiting: [ClientCall] = []
    }

    let loop: EventLoop
    let settings: ClientSettings
    private let connector: Connector
    private let tls: TLSClientContext?
    private var entries: [Origin: Entry] = [:]

    init(_ connector: Connector, on loop: EventLoop, tls: TLSClientContext?, settings: ClientSettings) {
        (self.loop, self.settings, self.tls) = (loop, settings, tls)
        var connector = connector
        connector.settings.connection.idleTimeout = settings.idleTimeout
        self.connector = connector
    }

    private func origin(of call: ClientCall) -> Origin {
        let address = call.request.address
        return Origin(isSecure: address.isSecure, host: address.host, port: address.port)
    }

    /// Sends the call on an idle connection, a new one, or as soon as one is free.
    func run(_ call: ClientCall) {
        let origin = origin(of: call)
        if origin.isSecure, tls == nil { return call.fail(.notSecured) }
        if let idle = entries[origin]?.idle.popLast() { return idle.run(call) }
        guard entries[origin, default: Entry()].open >= settings.connectionsPerOriginMax else {
            return open(origin, for: call)
        }
        guard entries[origin, default: Entry()].waiting.count < settings.waitingPerOriginMax else {
            return call.fail(.busy)
        }
        entries[origin, default: Entry()].waiting.append(call)
    }

    private func open(_ origin: Origin, for call: ClientCall) {
        entries[origin, default: Entry()].open += 1
        connector.connect(
            to: .host(origin.host, port: origin.port), on: loop, tls: origin.isSecure ? tls : nil
        ) { [self] result in
            switch result {
            case .failure(let failure):
                call.fail(.unreachable(failure))
                gone(origin)
            case .success(let connection): start(connection, origin, for: call)
            }
        }
    }

    private func start(_ connection: Connection, _ origin: Origin, for call: ClientCall) {
        do throws(SystemError) {
            try connection.start { opened in
                let own = ClientConnection(opened, origin: origin, pool: self)
                // Why not inside: a delegate must not write before it is installed.
                self.loop.later { if call.isOver { self.free(own) } else { own.run(call) } }
                return own
            } failed: { reason in
                call.fail(.disconnected(Self.text(reason)))
                self.gone(origin)
            }
        } catch {
            connection.close()
            call.fail(.disconnected(error.description))
            gone(origin)
        }
    }

    /// The connection can serve another call.
    func free(_ connection: ClientConnection) {
        guard !connection.isClosed else { return }
        while let call = nextWaiting(connection.origin) {
            if !call.isOver { return connection.run(call) }
        }
        entries[connection.origin, default: Entry()].idle.append(connection)
    }

    /// The connection is closed; whoever waits may open another.
    func closed(_ connection: ClientConnection) {
        entries[connection.origin]?.idle.removeAll { $0 === connection }
        gone(connection.origin)
    }

    func closeIdle() {
        for connection in entries.values.flatMap(\.idle) { connection.abandon() }
    }

    private func gone(_ origin: Origin) {
        entries[origin]?.open -= 1
        while let call = nextWaiting(origin) {
            if !call.isOver { return open(origin, for: call) }
        }
        if entries[origin]?.open == 0 { entries[origin] = nil }
    }

    private func nextWaiting(_ origin: Origin) -> ClientCall? {
        guard entries[origin]?.waiting.isEmpty == false else { return nil }
        return entries[origin]?.waiting.removeFirst()
    }

    static func text(_ reason: CloseReason) -> String {
        switch reason {
        case .insecure(let text): "TLS: \(text)"
        case .failed(let error): error.description
        case .local, .peer, .idle, .writeStalled, .outputOverflow, .inputOverflow, .handshakeTimeout, .loopStopped:
            reason.word
        }
    }
}
