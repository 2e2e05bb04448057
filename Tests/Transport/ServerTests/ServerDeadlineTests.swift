import Glibc
import HTTP
import Lifecycle
import Networking
import Server
import Synchronization
import Testing

struct ServerDeadlineTests {
    private func answer(
        _ first: String, dripping rest: String = "", _ change: (inout ServerLimits) -> Void
    ) async throws -> (String, [String: Int]) {
        var result = ""
        var rejections: [String: Int] = [:]
        try await TestServer.with(HTTPServerTests.routes, change) { server in
            result = await Thread.value {
                let client = RawClient(port: server.port)
                client.send(first.wire)
                for byte in rest.utf8 {
                    client.send([byte])
                    usleep(20_000)
                }
                return String(decoding: client.readAll(), as: UTF8.self)
            }
            rejections = server.observer.rejections
        }
        return (result, rejections)
    }

    @Test func `a head has an absolute deadline, however steadily its bytes come`() async throws {
        let drip = String(repeating: "X: y\r\n", count: 12)
        let (answer, rejections) = try await answer("GET / HTTP/1.1\nHost: h\n", dripping: drip) {
            $0.headTimeout = .milliseconds(300)
        }
        #expect(answer.statuses == ["408"])
        #expect(rejections == ["head_timeout": 1])
    }

    @Test func `a connection that says nothing is closed without an answer`() async throws {
        let (answer, rejections) = try await answer("") { $0.headTimeout = .milliseconds(100) }
        #expect(answer.isEmpty)
        #expect(rejections == ["head_timeout": 1])
    }

    @Test func `a body that comes too slowly is given up`() async throws {
        let (answer, rejections) = try await answer(
            "POST /echo HTTP/1.1\nHost: h\nContent-Length: 1000\n\n", dripping: "0123456789"
        ) {
            $0.bodyRateInterval = .milliseconds(100)
            $0.bodyBytesPerSecondMin = 1000
        }
        #expect(answer.statuses == ["408"])
        #expect(rejections == ["body_rate": 1])
    }

    @Test func `a connection between two requests is closed after its silence`() async throws {
        let (answer, rejections) = try await answer("GET / HTTP/1.1\nHost: h\n\n") {
            $0.idleTimeout = .milliseconds(100)
        }
        #expect(answer.statuses == ["200"])
        #expect(rejections.isEmpty)
    }

    @Test func `a client that takes nothing of its answer is cut off`() async throws {
        let big = Route("/big", [.get]) { $0.respond(.ok, body: [UInt8](repeating: 0x61, count: 30 << 20)) }
        try await TestServer.with([big], { $0.writeStallTimeout = .milliseconds(200) }) { server in
            await Thread.value {
                let client = RawClient(port: server.port, receiveBuffer: 4096)
                client.send("GET /big HTTP/1.1\nHost: h\n\n".wire)
                var rounds = 0
                while server.observer.rejections.isEmpty, rounds < 500 {
                    usleep(10_000)
                    rounds += 1
                }
                withExtendedLifetime(client) {}
            }
            #expect(server.observer.rejections == ["write_stalled": 1])
        }
    }

    @Test func `a client that goes away cancels its handler's task`() async throws {
        let cancelled = Mutex(false)
        let started = Mutex<UnsafeContinuation<Void, Never>?>(nil)
        let hanging = Route("/hang", [.get]) { exchange in
            exchange.respondLater { _ in
                started.withLock { $0?.resume() }
                await untilCancelled()
                cancelled.withLock { $0 = Task.isCancelled }
            }
        }
        try await TestServer.with([hanging]) { server in
            let client = RawClient(port: server.port)
            await withUnsafeContinuation { continuation in
                started.withLock { $0 = continuation }
                client.send("GET /hang HTTP/1.1\nHost: h\n\n".wire)
            }
            client.reset()
        }
        #expect(cancelled.withLock { $0 })
    }

    @Test func `a drain finishes what was begun and says close`() async throws {
        let gate = Mutex<UnsafeContinuation<Void, Never>?>(nil)
        let arrived = Mutex<UnsafeContinuation<Void, Never>?>(nil)
        let slow = Route("/slow", [.get]) { exchange in
            exchange.respondLater { exchange in
                await withUnsafeContinuation { continuation in
                    gate.withLock { $0 = continuation }
                    arrived.withLock { $0?.resume() }
                }
                exchange.respond(.ok, body: Array("done".utf8))
            }
        }
        let server = try await TestServer([slow])
        let idle = RawClient(port: server.port)
        let client = RawClient(port: server.port)
        await withUnsafeContinuation { continuation in
            arrived.withLock { $0 = continuation }
            client.send("GET /slow HTTP/1.1\nHost: h\n\n".wire)
        }
        async let drained: Void = server.stop()
        #expect(await Thread.value { idle.readAll() }.isEmpty)
        gate.withLock { $0?.resume() }
        let answer = await Thread.value { String(decoding: client.readAll(), as: UTF8.self) }
        #expect(answer.hasSuffix("done"))
        #expect(answer.contains("Connection: close"))
        await drained
    }

    @Test func `connections of one address are bounded, and room is given back`() async throws {
        try await TestServer.with(HTTPServerTests.routes, { $0.connectionsPerAddressMax = 2 }) { server in
            let request = "GET / HTTP/1.1\nHost: h\n\n".wire
            let (kept, turnedAway): ([String], Int) = await Thread.value {
                let clients = (0..<2).map { _ in RawClient(port: server.port) }
                for client in clients { client.send(request) }
                let answers = clients.map { $0.read(until: "hello") }
                let third = RawClient(port: server.port)
                third.send(request)
                return (answers, third.readAll().count)
            }
            #expect(kept.allSatisfy { $0.statuses == ["200"] })
            #expect(turnedAway == 0)
            #expect(server.observer.rejections == ["connections_per_address": 1])
            var again = ""
            // Bounded: the loop sees the ends of the first connections a little later than their client does.
            for _ in 0..<10_000 where again.statuses != ["200"] {
                again = await RawClient.exchange(
                    "GET / HTTP/1.1\nHost: h\nConnection: close\n\n".wire, port: server.port)
            }
            #expect(again.statuses == ["200"])
        }
    }
}
