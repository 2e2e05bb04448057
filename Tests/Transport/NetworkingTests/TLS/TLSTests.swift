import Glibc
import Lifecycle
import Prelude
import Testing

@testable import Networking

struct TLSTests {
    private let certificates = TestCertificates()

    private func serverContext(
        _ names: [String] = ["server"], protocols: [String] = [], keys: TLSTicketKeys = TLSTicketKeys()
    ) throws -> TLSServerContext {
        let identities = names.map { name in
            certificates.issue(name, for: "DNS:\(name).example,IP:127.0.0.1")
            return TLSServerContext.Identity(
                certificateChainFile: certificates.path("\(name).pem"),
                privateKeyFile: certificates.path("\(name).key"), names: ["\(name).example"])
        }
        return try TLSServerContext(identities: identities, protocols: protocols, ticketKeys: keys)
    }

    private func client(protocols: [String] = []) throws -> TLSClientContext {
        try TLSClientContext(trustedRootsFile: certificates.authority, protocols: protocols)
    }

    @Test func `bytes pass unchanged both ways, whatever their size`() async throws {
        let context = try serverContext()
        let wire = try await Wire(tls: { context }) { _ in EchoDelegate() }
        defer { wire.stop() }
        let delegate = ScriptedDelegate()
        let connection = try await wire.connect(delegate, tls: client())
        #expect(await onLoop(wire.clientLoop) { connection.security?.version } == "TLSv1.3")
        let sent = (0..<500_000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 9) }
        wire.clientLoop.execute {
            connection.write([1, 2, 3])
            connection.write(sent)
        }
        await delegate.wait { $0.received.count == 500_003 }
        #expect(delegate.received == [1, 2, 3] + sent)
        wire.clientLoop.execute { connection.finish() }
        #expect(await delegate.closeReason() == .local)
        #expect(wire.admission.count == 0 || wire.admission.count == 1)
    }

    @Test func `the server's preference among the offered protocols wins`() async throws {
        let context = try serverContext(protocols: ["h2", "http/1.1"])
        let wire = try await Wire(tls: { context }) { connection in
            let delegate = ScriptedDelegate()
            let name = connection.security?.applicationProtocol ?? "none"
            connection.write(Array(name.utf8))
            return delegate
        }
        defer { wire.stop() }
        for (offer, chosen) in [(["http/1.1", "h2"], "h2"), (["http/1.1"], "http/1.1"), ([], "none")] {
            let delegate = ScriptedDelegate()
            let connection = try await wire.connect(delegate, tls: client(protocols: offer))
            await delegate.wait { $0.received.count == chosen.utf8.count }
            #expect(delegate.received == Array(chosen.utf8))
            #expect(await onLoop(wire.clientLoop) { connection.security?.applicationProtocol ?? "none" } == chosen)
        }
    }

    @Test func `an offer without a protocol of ours ends the handshake`() async throws {
        let context = try serverContext(protocols: ["http/1.1"])
        let wire = try await Wire(tls: { context }) { _ in EchoDelegate() }
        defer { wire.stop() }
        let error = await #expect(throws: OpeningFailure.self) {
            _ = try await wire.connect(ScriptedDelegate(), tls: client(protocols: ["spdy/3"]))
        }
        guard case .insecure(let text) = error?.reason else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(text.contains("no application protocol"))
    }

    @Test func `the server name chooses the certificate, and a wrong name is refused by the client`() async throws {
        let context = try serverContext(["first", "second"])
        let wire = try await Wire(tls: { context }) { _ in EchoDelegate() }
        defer { wire.stop() }
        let trusted = try client()
        for (host, isGood) in [("first.example", true), ("second.example", true), ("third.example", false)] {
            var reason: CloseReason?
            do {
                _ = try await wire.connect(ScriptedDelegate(), tls: trusted, named: host)
            } catch let failure as OpeningFailure {
                reason = failure.reason
            }
            #expect((reason == nil) == isGood, "\(host): \(String(describing: reason))")
            if case .insecure(let text) = reason { #expect(text.contains("hostname mismatch")) }
        }
    }

    @Test func `a certificate of an unknown authority is refused`() async throws {
        let context = try serverContext()
        let wire = try await Wire(tls: { context }) { _ in EchoDelegate() }
        defer { wire.stop() }
        let other = TestCertificates()
        let stranger = try TLSClientContext(trustedRootsFile: other.authority)
        await #expect(throws: OpeningFailure.self) {
            _ = try await wire.connect(ScriptedDelegate(), tls: stranger)
        }
    }

    @Test func `a reload serves new connections with the new certificate while the old ones go on`() async throws {
        certificates.issue("server", for: "DNS:old.example")
        let identity = TLSServerContext.Identity(
            certificateChainFile: certificates.path("server.pem"), privateKeyFile: certificates.path("server.key"))
        let reloadable = try ReloadableTLS(identities: [identity], protocols: [])
        let wire = try await Wire(tls: { reloadable.current }) { _ in EchoDelegate() }
        defer { wire.stop() }
        let before = ScriptedDelegate()
        let old = try await wire.connect(before, tls: client(), named: "old.example")
        certificates.issue("server", for: "DNS:new.example")
        try reloadable.reload()
        let after = ScriptedDelegate()
        let new = try await wire.connect(after, tls: client(), named: "new.example")
        await #expect(throws: OpeningFailure.self) {
            _ = try await wire.connect(ScriptedDelegate(), tls: client(), named: "old.example")
        }
        wire.clientLoop.execute {
            old.write("old")
            new.write("new")
        }
        await before.wait { $0.received.count == 3 }
        await after.wait { $0.received.count == 3 }
        certificates.corrupt("server.pem")
        #expect(throws: TLSFailure.self) { try reloadable.reload() }
        _ = try await wire.connect(ScriptedDelegate(), tls: client(), named: "new.example")
    }

    @Test(arguments: ["-tls1_2", "-tls1_3"])
    func `a client that comes back resumes its session, over a reload too`(version: String) async throws {
        certificates.issue("server", for: "DNS:server.example")
        let identity = TLSServerContext.Identity(
            certificateChainFile: certificates.path("server.pem"), privateKeyFile: certificates.path("server.key"))
        let reloadable = try ReloadableTLS(identities: [identity], protocols: [])
        let resumed = Lock<[Bool]>([])
        let wire = try await Wire(tls: { reloadable.current }) { connection in
            resumed.withLock { $0.append(connection.security?.isResumed == true) }
            connection.write("hello\n")
            let delegate = ScriptedDelegate()
            connection.loop.later { connection.finish() }
            return delegate
        }
        defer { wire.stop() }
        let session = certificates.path("session\(version)")
        let target = "127.0.0.1:\(wire.address.port)"
        certificates.connect(target, version, "-sess_out", session)
        certificates.connect(target, version, "-sess_in", session)
        try reloadable.reload()
        certificates.connect(target, version, "-sess_in", session)
        #expect(resumed.withLock { $0 } == [false, true, true])
    }

    @Test(arguments: ["-tls1", "-tls1_1"])
    func `old protocol versions are refused`(version: String) async throws {
        let context = try serverContext()
        let wire = try await Wire(tls: { context }) { _ in EchoDelegate() }
        defer { wire.stop() }
        let code = certificates.connect("127.0.0.1:\(wire.address.port)", version, "-cipher", "ALL:@SECLEVEL=0")
        #expect(code != 0)
    }

    @Test func `bytes that are not TLS are refused with an alert`() async throws {
        let context = try serverContext()
        let wire = try await Wire(tls: { context }) { _ in EchoDelegate() }
        defer { wire.stop() }
        let delegate = ScriptedDelegate()
        let connection = try await wire.connect(delegate)
        wire.clientLoop.execute { connection.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n") }
        _ = await delegate.closeReason()
        #expect(delegate.received.isEmpty || delegate.received.first == 0x15)
    }

    @Test func `a handshake that is not done in time ends`() async throws {
        let clock = ManualClock()
        let context = try serverContext()
        let wire = try await Wire(settings: ListenerSettings(), serverClock: clock, tls: { context }) { _ in
            EchoDelegate()
        }
        defer { wire.stop() }
        let delegate = ScriptedDelegate()
        _ = try await wire.connect(delegate)
        while wire.admission.count == 0 { await onLoop(wire.serverLoop) {} }
        await onLoop(wire.serverLoop) {}
        clock.advance(by: .seconds(11))
        _ = await delegate.closeReason()
        // The client hears of the end before the server's loop has finished with it.
        await onLoop(wire.serverLoop) {}
        #expect(wire.admission.count == 0)
    }

    @Test func `a paused delegate under TLS loses nothing`() async throws {
        let context = try serverContext()
        let server = ScriptedDelegate()
        let held = Lock<Connection?>(nil)
        server.onReceive = { connection, bytes in
            held.withLock { $0 = connection }
            connection.pauseReading()
            return min(bytes.count, 1000)
        }
        let wire = try await Wire(tls: { context }) { _ in server }
        defer { wire.stop() }
        let connection = try await wire.connect(ScriptedDelegate(), tls: client())
        let sent = (0..<40_000).map { UInt8(truncatingIfNeeded: $0 &* 13) }
        wire.clientLoop.execute { connection.write(sent) }
        await server.wait { !$0.calls.isEmpty }
        while server.received.count < sent.count {
            let before = server.received.count
            await onLoop(wire.serverLoop) { held.withLock { $0 }?.resumeReading() }
            await server.wait { $0.received.count > before }
        }
        #expect(server.received == sent)
        await onLoop(wire.serverLoop) { held.withLock { $0 }?.close() }
    }

    @Test func `a missing or foreign key is an error that names the file`() throws {
        certificates.issue("a", for: "DNS:a.example")
        certificates.issue("b", for: "DNS:b.example")
        let mixed = TLSServerContext.Identity(
            certificateChainFile: certificates.path("a.pem"), privateKeyFile: certificates.path("b.key"))
        let missing = TLSServerContext.Identity(
            certificateChainFile: certificates.path("none.pem"), privateKeyFile: certificates.path("b.key"))
        for (identity, file) in [(mixed, "b.key"), (missing, "none.pem")] {
            let error = #expect(throws: TLSFailure.self) {
                _ = try TLSServerContext(identities: [identity], protocols: [], ticketKeys: TLSTicketKeys())
            }
            #expect(error?.doing.contains(file) == true)
        }
    }

    @Test func `ticket keys change with the period and old tickets stay readable for two more`() {
        let clock = ManualClock()
        let keys = TLSTicketKeys(period: .seconds(100), clock: clock)
        let first = keys.current()
        #expect(keys.current()?.name == first?.name)
        for expected in [true, true, false] {
            clock.advance(by: .seconds(100))
            #expect(keys.current()?.name != first?.name)
            let found = (first?.name ?? []).withUnsafeBufferPointer { keys.find($0) }
            #expect((found != nil) == expected)
            #expect(found?.isCurrent != true)
        }
    }

    @Test func `a star in a name stands for one label`() {
        #expect(TLSServerContext.matches("*.example.com", "a.example.com"))
        #expect(!TLSServerContext.matches("*.example.com", "a.b.example.com"))
        #expect(!TLSServerContext.matches("*.example.com", "example.com"))
        #expect(!TLSServerContext.matches("*.example.com", ".example.com"))
        #expect(TLSServerContext.matches("example.com", "example.com"))
    }
}
