import Glibc
import Lifecycle
import Testing

@testable import Networking

struct ConnectorTests {
    @Test func `a name is looked up off the loop and connects`() async throws {
        let wire = try await Wire(.anyAddress(port: 0)) { _ in EchoDelegate() }
        defer { wire.stop() }
        let client = ScriptedDelegate()
        let connection = try await wire.connect(client, to: .host("localhost", port: wire.address.port))
        wire.clientLoop.execute { connection.write("hello") }
        await client.wait { $0.received == Array("hello".utf8) }
    }

    @Test func `a port where nobody listens is refused`() async throws {
        let wire = try await Wire { _ in EchoDelegate() }
        defer { wire.stop() }
        let listener = wire.listeners[0]
        await onLoop(wire.serverLoop) { listener.close() }
        let failure = await #expect(throws: ConnectFailure.self) {
            _ = try await wire.connector.connect(to: .address(wire.address), on: wire.clientLoop)
        }
        guard case .failed(let error) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(error.code == ECONNREFUSED)
    }

    @Test(arguments: ["127.0.0.1", "localhost", "0x7f.1", "2130706433"])
    func `internal addresses are refused where a user names the target`(host: String) async throws {
        var settings = ConnectorSettings()
        settings.refusesInternalAddresses = true
        let wire = try await Wire(clientSettings: settings) { _ in EchoDelegate() }
        defer { wire.stop() }
        await #expect(throws: ConnectFailure.addressRefused) {
            _ = try await wire.connector.connect(to: .host(host, port: wire.address.port), on: wire.clientLoop)
        }
    }

    @Test(arguments: ["", "no such name", "a\0b"])
    func `what is not a name is not resolved`(host: String) async throws {
        let wire = try await Wire { _ in EchoDelegate() }
        defer { wire.stop() }
        let failure = await #expect(throws: ConnectFailure.self) {
            _ = try await wire.connector.connect(to: .host(host, port: 1), on: wire.clientLoop)
        }
        if case .unresolved = failure {} else { Issue.record("\(String(describing: failure))") }
    }

    @Test func `a target that does not answer times out and leaves nothing behind`() async throws {
        // A listener whose queue is full drops what comes next, as a silent peer does.
        let silent = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(silent) }
        SocketAddress.loopback(port: 0).withKernelForm { _ = bind(silent, $0, $1) }
        listen(silent, 0)
        let address = try ListeningSocket.localAddress(of: silent)
        let clock = ManualClock()
        let wire = try await Wire(clientClock: clock) { _ in EchoDelegate() }
        defer { wire.stop() }
        let filler = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(filler) }
        address.withKernelForm { _ = connect(filler, $0, $1) }
        async let failure = #expect(throws: ConnectFailure.timeout) {
            _ = try await wire.connector.connect(to: .address(address), on: wire.clientLoop)
        }
        while await onLoop(wire.clientLoop, { wire.clientLoop.fileCount }) == 0 {}
        clock.advance(by: .seconds(11))
        _ = await failure
        #expect(await onLoop(wire.clientLoop) { wire.clientLoop.fileCount } == 0)
        #expect(await onLoop(wire.clientLoop) { wire.clientLoop.timerCount } == 0)
    }
}
