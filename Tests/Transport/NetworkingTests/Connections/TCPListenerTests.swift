import Glibc
import Lifecycle
import Prelude
import Testing

@testable import Networking

struct TCPListenerTests {
    @Test func `at the limit in all, accepting waits until a connection ends`() async throws {
        let wire = try await Wire(connectionsMax: 2) { _ in EchoDelegate() }
        defer { wire.stop() }
        let clients = (0..<3).map { _ in ScriptedDelegate() }
        var connections: [Connection] = []
        for client in clients {
            let connection = try await wire.connect(client)
            wire.clientLoop.execute { connection.write("hi") }
            connections.append(connection)
        }
        let first = connections[0]
        for client in clients[..<2] { await client.wait { $0.received.count == 2 } }
        await onLoop(wire.serverLoop) {}
        #expect(clients[2].received.isEmpty)
        #expect(wire.admission.count == 2)
        wire.clientLoop.execute { first.finish() }
        await clients[2].wait { $0.received.count == 2 }
        #expect(wire.admission.count == 2)
    }

    @Test func `one address beyond its share is turned away and counted`() async throws {
        let refusals = Lock<[Admission.Refusal]>([])
        let wire = try await Wire(perAddressMax: 1, onRefusal: { reason in refusals.withLock { $0.append(reason) } }) {
            _ in EchoDelegate()
        }
        defer { wire.stop() }
        let first = ScriptedDelegate()
        let kept = try await wire.connect(first)
        wire.clientLoop.execute { kept.write("hi") }
        await first.wait { $0.received.count == 2 }
        let second = ScriptedDelegate()
        _ = try await wire.connect(second)
        _ = await second.closeReason()
        #expect(refusals.withLock { $0 } == [.address])
        #expect(wire.admission.count == 1)
    }

    @Test func `each loop has a socket of its own on the same port`() async throws {
        let group = try EventLoopGroup(count: 3)
        defer { group.stop() }
        let admission = Admission(connectionsMax: 10, perAddressMax: 10)
        let listeners = try TCPListener.bind(.loopback(port: 0), on: group.loops, admission: admission) { $0.close() }
        #expect(listeners.count == 3)
        #expect(Set(listeners.map(\.address)).count == 1)
        #expect(listeners[0].address.port > 0)
    }

    @Test func `an address in use is an error that names it`() async throws {
        let wire = try await Wire { _ in EchoDelegate() }
        defer { wire.stop() }
        let plain = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(plain) }
        wire.address.withKernelForm { #expect(bind(plain, $0, $1) != 0) }
        let admission = Admission(connectionsMax: 10, perAddressMax: 10)
        let path = "/tmp/belvedere-no-such-directory/x.sock"
        #expect(throws: SystemError(code: ENOENT, call: "bind unix:\(path)")) {
            _ = try TCPListener.bind(.unix(path: path), on: [wire.serverLoop], admission: admission) { $0.close() }
        }
    }

    /// Runs in a child process, since it takes the process's descriptors away.
    @Test func `without descriptors accepting pauses, does not spin, and goes on when there are some`() async {
        await #expect(processExitsWith: .success) {
            let clock = ManualClock()
            let wire = try await Wire(serverClock: clock) { _ in EchoDelegate() }
            let client = ScriptedDelegate()
            // The client's socket exists before the descriptors are gone; the server's half needs a new one.
            let plain = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var taken: [Int32] = []
            var limit = rlimit(rlim_cur: 256, rlim_max: 256)
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            while true {
                let descriptor = dup(0)
                if descriptor < 0 { break }
                taken.append(descriptor)
            }
            let connected = wire.address.withKernelForm { connect(plain, $0, $1) }
            guard connected == 0 else { exit(2) }
            let listener = wire.listeners[0]
            var exhaustions = 0
            while exhaustions == 0 { exhaustions = await onLoop(wire.serverLoop) { listener.exhaustions } }
            for _ in 0..<100 { await onLoop(wire.serverLoop) {} }
            guard await onLoop(wire.serverLoop, { listener.exhaustions }) == 1 else { exit(3) }
            for descriptor in taken { close(descriptor) }
            clock.advance(by: .milliseconds(200))
            _ = write(plain, "hello", 5)
            var answer = [UInt8](repeating: 0, count: 5)
            guard recv(plain, &answer, 5, Int32(MSG_WAITALL)) == 5, answer == Array("hello".utf8) else {
                exit(4)
            }
            _ = client
            exit(0)
        }
    }

    @Test func `thousands of connections, half of them cut off, leave no descriptor and no memory behind`() async throws
    {
        let wire = try await Wire { _ in EchoDelegate() }
        defer { wire.stop() }
        try await Self.churn(wire, 500)
        let (descriptors, memory) = (Self.openDescriptors(), Self.residentBytes())
        try await Self.churn(wire, 4000)
        #expect(wire.admission.count == 0)
        #expect(await onLoop(wire.serverLoop) { wire.serverLoop.openConnections } == 0)
        #expect(await onLoop(wire.clientLoop) { wire.clientLoop.openConnections } == 0)
        #expect(await onLoop(wire.serverLoop) { wire.serverLoop.timerCount } == 0)
        // Other tests of this process open and close descriptors meanwhile.
        #expect(abs(Self.openDescriptors() - descriptors) < 500)
        #expect(Self.residentBytes() - memory < 8 << 20)
    }

    /// Opens, uses and ends connections, every second one by a reset in the middle of a message.
    private static func churn(_ wire: Wire, _ count: Int) async throws {
        for index in 0..<count {
            let client = ScriptedDelegate()
            let connection = try await wire.connect(client)
            wire.clientLoop.execute { connection.write("half a message") }
            if index % 2 == 0 {
                wire.clientLoop.execute { connection.abort() }
            } else {
                await client.wait { $0.received.count == 14 }
                wire.clientLoop.execute { connection.finish() }
            }
            _ = await client.closeReason()
        }
        while wire.admission.count > 0 { await onLoop(wire.serverLoop) {} }
        await onLoop(wire.serverLoop) {}
    }

    private static func openDescriptors() -> Int {
        guard let directory = opendir("/proc/self/fd") else { return 0 }
        defer { closedir(directory) }
        var count = 0
        while readdir(directory) != nil { count += 1 }
        return count
    }

    private static func residentBytes() -> Int {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 128)
        guard fgets(&line, 128, file) != nil else { return 0 }
        let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4096
    }
}
