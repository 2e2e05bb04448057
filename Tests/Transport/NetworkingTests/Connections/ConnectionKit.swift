import Lifecycle
import Prelude

@testable import Networking

/// Sends back what it gets.
final class EchoDelegate: ConnectionDelegate {
    func connection(_ connection: Connection, received bytes: UnsafeBufferPointer<UInt8>) -> Int {
        connection.write(UnsafeRawBufferPointer(bytes))
        return bytes.count
    }

    func connectionPeerFinished(_ connection: Connection) { connection.finish() }
    func connection(_ connection: Connection, canWrite: Bool) {}
    func connection(_ connection: Connection, closed reason: CloseReason) {}
}

/// Notes everything that happens; behaves as its closures say.
// Safe because the notes are behind a lock and the closures are set before the connection starts.
final class ScriptedDelegate: ConnectionDelegate, @unchecked Sendable {
    struct Notes {
        var received: [UInt8] = []
        var calls: [String] = []
        var closed: CloseReason?
        var waiters: [(condition: @Sendable (Notes) -> Bool, continuation: CheckedContinuation<Void, Never>)] = []
    }

    let notes = Lock(Notes())
    var onReceive: (Connection, UnsafeBufferPointer<UInt8>) -> Int = { _, bytes in bytes.count }
    var onPeerFinished: (Connection) -> Void = { $0.finish() }

    func connection(_ connection: Connection, received bytes: UnsafeBufferPointer<UInt8>) -> Int {
        let consumed = onReceive(connection, bytes)
        note { notes in
            notes.received += bytes.prefix(consumed)
            notes.calls.append("received \(bytes.count)")
        }
        return consumed
    }

    func connectionPeerFinished(_ connection: Connection) {
        note { $0.calls.append("peer finished") }
        onPeerFinished(connection)
    }

    func connection(_ connection: Connection, canWrite: Bool) { note { $0.calls.append("can write \(canWrite)") } }
    func connection(_ connection: Connection, closed reason: CloseReason) {
        note { notes in
            notes.calls.append("closed")
            notes.closed = reason
        }
    }

    private func note(_ body: (inout Notes) -> Void) {
        let due = notes.withLock { notes in
            body(&notes)
            let (state, waiters) = (notes, notes.waiters)
            notes.waiters = waiters.filter { !$0.condition(state) }
            return waiters.filter { $0.condition(state) }
        }
        for waiter in due { waiter.continuation.resume() }
    }

    /// Returns once the notes fulfil the condition.
    func wait(for condition: @escaping @Sendable (Notes) -> Bool) async {
        await withCheckedContinuation { continuation in
            let isMet = notes.withLock { notes in
                if condition(notes) { return true }
                notes.waiters.append((condition, continuation))
                return false
            }
            if isMet { continuation.resume() }
        }
    }

    func closeReason() async -> CloseReason? {
        await wait { $0.closed != nil }
        return notes.withLock { $0.closed }
    }

    var calls: [String] { notes.withLock { $0.calls } }
    var received: [UInt8] { notes.withLock { $0.received } }
}

/// A listener, a resolver and one loop for each side of a test.
struct Wire {
    let serverLoop: EventLoop
    let clientLoop: EventLoop
    let admission: Admission
    let listeners: [TCPListener]
    let connector: Connector
    let pool: WorkerPool

    var address: SocketAddress { listeners[0].address }

    /// Without the timeout that a machine under load could reach in a test about something else.
    static let patient: ListenerSettings = {
        var settings = ListenerSettings()
        settings.connection.idleTimeout = nil
        settings.connection.handshakeTimeout = .seconds(300)
        settings.connection.writeStallTimeout = .seconds(300)
        return settings
    }()

    init(
        _ address: SocketAddress = .loopback(port: 0), settings: ListenerSettings = Wire.patient,
        clientSettings: ConnectorSettings = ConnectorSettings(), connectionsMax: Int = 10_000,
        perAddressMax: Int = 10_000, serverClock: ManualClock? = nil, clientClock: ManualClock? = nil,
        onRefusal: @escaping @Sendable (Admission.Refusal) -> Void = { _ in },
        tls: (@Sendable () -> TLSServerContext?)? = nil,
        accept: @escaping @Sendable (Connection) -> (any ConnectionDelegate)?
    ) async throws {
        serverLoop = try EventLoop(name: "server", manualClock: serverClock)
        clientLoop = try EventLoop(name: "client", manualClock: clientClock)
        admission = Admission(connectionsMax: connectionsMax, perAddressMax: perAddressMax, onRefusal: onRefusal)
        pool = try WorkerPool(name: "resolver", threads: 1, queueMax: 16)
        var clientSettings = clientSettings
        clientSettings.connection.idleTimeout = nil
        clientSettings.connection.handshakeTimeout = .seconds(300)
        connector = Connector(resolver: Resolver(pool: pool), settings: clientSettings)
        listeners = try TCPListener.bind(
            address, on: [serverLoop], settings: settings, admission: admission, tls: tls
        ) { connection in
            do throws(SystemError) {
                try connection.start(open: accept)
            } catch {
                connection.close(.failed(error))
            }
        }
        let listener = listeners[0]
        let failure: SystemError? = await onLoop(serverLoop) {
            do throws(SystemError) {
                try listener.start()
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw failure }
    }

    /// Opens a connection whose delegate is the given one.
    func connect(
        _ delegate: any ConnectionDelegate & Sendable, tls: TLSClientContext? = nil, to endpoint: Endpoint? = nil,
        named host: String? = nil
    ) async throws -> Connection {
        let ownTLS = host.flatMap { tls?.session(host: $0) }
        let tls = host == nil ? tls : nil
        let connection = try await connector.connect(to: endpoint ?? .address(address), on: clientLoop, tls: tls)
        let failure: CloseReason? = await withCheckedContinuation { done in
            nonisolated(unsafe) let ownTLS = ownTLS
            clientLoop.execute {
                if let ownTLS { connection.tls = ownTLS }
                do throws(SystemError) {
                    try connection.start { _ in
                        done.resume(returning: nil)
                        return delegate
                    } failed: { reason in
                        done.resume(returning: reason)
                    }
                } catch {
                    connection.close()
                }
            }
        }
        if let failure { throw OpeningFailure(reason: failure) }
        return connection
    }

    func stop() {
        for loop in [clientLoop, serverLoop] { loop.stop() }
        for loop in [clientLoop, serverLoop] { loop.join() }
        pool.stop()
    }
}

struct OpeningFailure: Error {
    let reason: CloseReason
}
