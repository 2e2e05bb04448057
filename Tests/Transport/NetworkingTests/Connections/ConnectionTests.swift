import Glibc
import Lifecycle
import Prelude
import Testing

@testable import Networking

struct ConnectionTests {
    private static let places: [SocketAddress] = [
        .loopback(port: 0), .anyAddress(port: 0), .unix(path: "/tmp/belvedere-test-\(getpid()).sock"),
    ]

    @Test(arguments: places)
    func `an echo returns every byte in order`(address: SocketAddress) async throws {
        let wire = try await Wire(address) { _ in EchoDelegate() }
        defer { wire.stop() }
        let sent = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        let client = ScriptedDelegate()
        let port = wire.address.port
        let endpoint = address.ip == nil ? wire.address : .loopback(port: port)
        let connection = try await wire.connect(client, to: .address(endpoint))
        wire.clientLoop.execute { connection.write(sent) }
        await client.wait { $0.received.count >= sent.count }
        #expect(client.received == sent)
        wire.clientLoop.execute { connection.finish() }
        #expect(await client.closeReason() == .local)
        #expect(await onLoop(wire.clientLoop) { connection.bytesRead } == 300_000)
        if case .unix(let path) = address { unlink(path) }
    }

    @Test func `bytes that were not consumed are shown again in one piece with later ones`() async throws {
        let server = ScriptedDelegate()
        server.onReceive = { connection, bytes in
            guard bytes.count >= 6 else { return 0 }
            connection.write("ok")
            return 6
        }
        let wire = try await Wire { _ in server }
        defer { wire.stop() }
        let client = ScriptedDelegate()
        let connection = try await wire.connect(client)
        for part in ["ab", "cd"] {
            let before = server.calls.count
            wire.clientLoop.execute { connection.write(Array(part.utf8)) }
            await server.wait { $0.calls.count > before }
        }
        wire.clientLoop.execute { connection.write("ef") }
        await client.wait { $0.received.count == 2 }
        #expect(server.received == Array("abcdef".utf8))
        #expect(server.calls == ["received 2", "received 4", "received 6"])
    }

    @Test func `input beyond the limit that nobody consumes closes the connection`() async throws {
        let server = ScriptedDelegate()
        server.onReceive = { _, _ in 0 }
        var settings = Wire.patient
        settings.connection.inputBytesMax = 10_000
        let wire = try await Wire(settings: settings) { _ in server }
        defer { wire.stop() }
        let connection = try await wire.connect(ScriptedDelegate())
        wire.clientLoop.execute { connection.write([UInt8](repeating: 7, count: 50_000)) }
        #expect(await server.closeReason() == .inputOverflow)
        #expect(wire.admission.count == 0)
    }

    @Test func `a paused reader keeps what it has left and gets it back on resuming`() async throws {
        let server = ScriptedDelegate()
        let held = Lock<Connection?>(nil)
        server.onReceive = { connection, bytes in
            if held.withLock({ $0 }) == nil {
                held.withLock { $0 = connection }
                connection.pauseReading()
                return 1
            }
            return bytes.count
        }
        let wire = try await Wire { _ in server }
        defer { wire.stop() }
        let connection = try await wire.connect(ScriptedDelegate())
        wire.clientLoop.execute { connection.write("hello") }
        await server.wait { $0.calls.count == 1 }
        #expect(server.received == Array("h".utf8))
        wire.clientLoop.execute {
            connection.write(" world")
            connection.finish()
        }
        await server.wait { $0.calls.contains("peer finished") }
        #expect(server.received == Array("h".utf8))
    }

    @Test func `resuming shows the held bytes, then the rest, then the end`() async throws {
        let server = ScriptedDelegate()
        let held = Lock<Connection?>(nil)
        server.onReceive = { connection, bytes in
            if held.withLock({ $0 }) == nil {
                held.withLock { $0 = connection }
                connection.pauseReading()
                return 1
            }
            return bytes.count
        }
        server.onPeerFinished = { _ in }
        let wire = try await Wire { _ in server }
        defer { wire.stop() }
        let connection = try await wire.connect(ScriptedDelegate())
        wire.clientLoop.execute {
            connection.write("hello world")
            connection.finish()
        }
        await server.wait { $0.calls.contains("peer finished") }
        await onLoop(wire.serverLoop) { held.withLock { $0 }?.resumeReading() }
        await server.wait { $0.received.count == 11 }
        #expect(server.received == Array("hello world".utf8))
        await onLoop(wire.serverLoop) { held.withLock { $0 }?.close() }
        #expect(await server.closeReason() == .local)
    }

    @Test func `a slow reader raises the high mark and the low mark lets the writer go on`() async throws {
        let server = ScriptedDelegate()
        server.onReceive = { connection, bytes in
            connection.write([UInt8](repeating: 1, count: 20_000_000))
            return bytes.count
        }
        let wire = try await Wire { _ in server }
        defer { wire.stop() }
        let client = ScriptedDelegate()
        let connection = try await wire.connect(client)
        await onLoop(wire.clientLoop) {
            connection.pauseReading()
            connection.write("go")
        }
        await server.wait { $0.calls.contains("can write false") }
        #expect(!server.calls.contains("can write true"))
        await onLoop(wire.clientLoop) { connection.resumeReading() }
        await server.wait { $0.calls.contains("can write true") }
        await client.wait { $0.received.count == 20_000_000 }
    }

    @Test func `output beyond the limit closes the connection and frees the queue`() async throws {
        let server = ScriptedDelegate()
        server.onReceive = { connection, bytes in
            for _ in 0..<100 { connection.write([UInt8](repeating: 1, count: 1_000_000)) }
            return bytes.count
        }
        var settings = Wire.patient
        settings.connection.outputBytesMax = 10_000_000
        let wire = try await Wire(settings: settings) { _ in server }
        defer { wire.stop() }
        let connection = try await wire.connect(ScriptedDelegate())
        await onLoop(wire.clientLoop) {
            connection.pauseReading()
            connection.write("go")
        }
        #expect(await server.closeReason() == .outputOverflow)
    }

    @Test func `what was written before finishing arrives, though the peer sent more than was read`() async throws {
        let server = ScriptedDelegate()
        server.onReceive = { connection, bytes in
            connection.write([UInt8](repeating: 9, count: 1_000_000))
            connection.finish()
            return bytes.count
        }
        let wire = try await Wire { _ in server }
        defer { wire.stop() }
        let client = ScriptedDelegate()
        let connection = try await wire.connect(client)
        wire.clientLoop.execute { connection.write([UInt8](repeating: 3, count: 3_000_000)) }
        await client.wait { $0.received.count == 1_000_000 }
        #expect(await client.closeReason() == .local)
        #expect(await server.closeReason() == .local)
    }

    @Test func `a reset by the peer ends the connection with the system's error`() async throws {
        let server = ScriptedDelegate()
        let wire = try await Wire { _ in server }
        defer { wire.stop() }
        let connection = try await wire.connect(ScriptedDelegate())
        wire.clientLoop.execute { connection.write("x") }
        await server.wait { !$0.calls.isEmpty }
        wire.clientLoop.execute { connection.abort() }
        guard case .failed(let error) = await server.closeReason() else {
            Issue.record("not failed")
            return
        }
        #expect(error.code == ECONNRESET)
    }

    @Test func `what the peer sent before it reset the stream is still read`() async throws {
        let server = ScriptedDelegate()
        server.onReceive = { connection, bytes in
            connection.write("last words")
            connection.flush()
            connection.abort()
            return bytes.count
        }
        let wire = try await Wire { _ in server }
        defer { wire.stop() }
        let client = ScriptedDelegate()
        let connection = try await wire.connect(client)
        wire.clientLoop.execute { connection.write("x") }
        let reason = await client.closeReason()
        #expect(client.received == Array("last words".utf8))
        if case .failed = reason {} else { Issue.record("\(String(describing: reason))") }
    }

    @Test func `shared bytes reach two connections without a copy and are freed afterwards`() async throws {
        weak var watched: SharedBytes?
        let wire = try await Wire { _ in EchoDelegate() }
        defer { wire.stop() }
        let clients = [ScriptedDelegate(), ScriptedDelegate()]
        var connections: [Connection] = []
        for client in clients { connections.append(try await wire.connect(client)) }
        do {
            let shared = SharedBytes([UInt8](repeating: 5, count: 100_000))
            watched = shared
            for connection in connections { await onLoop(wire.clientLoop) { connection.write(shared) } }
        }
        for client in clients { await client.wait { $0.received.count == 100_000 } }
        await onLoop(wire.clientLoop) {}
        #expect(watched == nil)
    }

    @Test func `a loop that stops closes its connections and says so`() async throws {
        let server = ScriptedDelegate()
        let wire = try await Wire { _ in server }
        let client = ScriptedDelegate()
        _ = try await wire.connect(client)
        await onLoop(wire.serverLoop) {}
        wire.clientLoop.stop()
        #expect(await client.closeReason() == .loopStopped)
        _ = await server.closeReason()
        wire.stop()
        #expect(wire.admission.count == 0)
    }
}
