import Lifecycle
import Prelude
import Testing

@testable import Networking

struct ConnectionTimeoutTests {
    @Test func `a silent connection is closed after the idle timeout, counted from the last byte`() async throws {
        let clock = ManualClock()
        let server = ScriptedDelegate()
        var settings = ListenerSettings()
        settings.connection.idleTimeout = .seconds(60)
        let wire = try await Wire(settings: settings, serverClock: clock) { _ in server }
        defer { wire.stop() }
        let connection = try await wire.connect(ScriptedDelegate())
        await onLoop(wire.serverLoop) {}
        clock.advance(by: .seconds(40))
        wire.clientLoop.execute { connection.write("x") }
        await server.wait { $0.received.count == 1 }
        clock.advance(by: .seconds(40))
        await onLoop(wire.serverLoop) {}
        await onLoop(wire.serverLoop) {}
        #expect(server.calls == ["received 1"])
        clock.advance(by: .seconds(21))
        #expect(await server.closeReason() == .idle)
    }

    @Test func `a peer that takes nothing of the output is cut off after the stall timeout`() async throws {
        let clock = ManualClock()
        let server = ScriptedDelegate()
        server.onReceive = { connection, bytes in
            connection.write([UInt8](repeating: 1, count: 30_000_000))
            return bytes.count
        }
        var settings = ListenerSettings()
        settings.connection.idleTimeout = nil
        settings.connection.writeStallTimeout = .seconds(30)
        let wire = try await Wire(settings: settings, serverClock: clock) { _ in server }
        defer { wire.stop() }
        let connection = try await wire.connect(ScriptedDelegate())
        await onLoop(wire.clientLoop) {
            connection.pauseReading()
            connection.write("x")
        }
        await server.wait { $0.calls.contains("can write false") }
        clock.advance(by: .seconds(29))
        await onLoop(wire.serverLoop) {}
        await onLoop(wire.serverLoop) {}
        #expect(server.notes.withLock { $0.closed } == nil)
        // The kernel may still take a little after the first refusal, which counts as progress.
        clock.advance(by: .seconds(60))
        #expect(await server.closeReason() == .writeStalled)
    }

    @Test func `a peer that does not end its side is left after the linger timeout`() async throws {
        let clock = ManualClock()
        let server = ScriptedDelegate()
        server.onReceive = { connection, bytes in
            connection.write("bye")
            connection.finish()
            return bytes.count
        }
        var settings = ListenerSettings()
        settings.connection.lingerTimeout = .seconds(5)
        let wire = try await Wire(settings: settings, serverClock: clock) { _ in server }
        defer { wire.stop() }
        let client = ScriptedDelegate()
        client.onPeerFinished = { _ in }
        let connection = try await wire.connect(client)
        wire.clientLoop.execute { connection.write("x") }
        await client.wait { $0.calls.contains("peer finished") }
        await onLoop(wire.serverLoop) {}
        #expect(server.notes.withLock { $0.closed } == nil)
        clock.advance(by: .seconds(6))
        #expect(await server.closeReason() == .local)
        #expect(wire.admission.count == 0)
    }
}
