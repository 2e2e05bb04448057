import HTTP
import HTTPClient
import Networking
import Testing

struct HTTPClientTests {
    private static let hello = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"

    private func call(
        _ server: ScriptedServer, _ method: HTTPMethod = .get, body: [UInt8] = [], times: Int = 1,
        _ change: (inout ClientSettings) -> Void = { _ in }
    ) async throws -> [Result<ClientResponse, ClientFailure>] {
        var settings = ClientSettings()
        change(&settings)
        let address = try #require(WebAddress("http://127.0.0.1:\(server.port)/path?x"))
        var results: [Result<ClientResponse, ClientFailure>] = []
        try await withClientParts { connector, loops in
            let client = HTTPClient(connector, loops: loops, settings: settings)
            for _ in 0..<times {
                do throws(ClientFailure) {
                    results.append(.success(try await client.send(ClientRequest(method, address, body: body))))
                } catch {
                    results.append(.failure(error))
                }
            }
            client.closeIdle()
        }
        return results
    }

    private func failure(of results: [Result<ClientResponse, ClientFailure>]) -> ClientFailure? {
        guard case .failure(let failure)? = results.first else { return nil }
        return failure
    }

    @Test func `calls share one kept connection`() async throws {
        let server = try ScriptedServer { connection in
            while connection.readHead().hasPrefix("GET /path?x HTTP/1.1\r\nHost: 127.0.0.1:") {
                connection.send(Self.hello)
            }
        }
        let results = try await call(server, times: 3)
        #expect(try results.map { try $0.get().body } == Array(repeating: Array("hello".utf8), count: 3))
        #expect(server.connections == 1)
    }

    @Test func `a body is sent with its length and a redirect is an answer like any other`() async throws {
        let server = try ScriptedServer { connection in
            guard connection.readHead().contains("Content-Length: 4\r\n") else { return }
            let body = connection.read(4)
            connection.send("HTTP/1.1 302 Found\r\nLocation: http://evil.example/\r\nContent-Length: 4\r\n\r\n")
            connection.send(body)
        }
        let response = try await call(server, .post, body: Array("ping".utf8))[0].get()
        #expect(response.status.rawValue == 302)
        #expect(response.body == Array("ping".utf8))
    }

    @Test func `a kept connection that was closed meanwhile is replaced for a GET, not for a POST`() async throws {
        let once: ScriptedServer.Script = { connection in
            _ = connection.readHead()
            connection.send(Self.hello)
            _ = connection.readHead()
        }
        let server = try ScriptedServer(once)
        let gets = try await call(server, times: 2)
        #expect(gets.allSatisfy { if case .success = $0 { true } else { false } })
        #expect(server.connections == 2)
        let posts = try await call(try ScriptedServer(once), .post, times: 2)
        guard case .failure(.disconnected) = posts[1] else {
            Issue.record("A POST was sent twice: \(posts)")
            return
        }
    }

    @Test(arguments: [
        (
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
            HTTPRefusal.lengthAndTransferCoding
        ),
        ("HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n", .bodyTooLarge),
        ("HTTP/1.1 200 OK\r\nX : y\r\n\r\n", .spaceBeforeColon), ("SSH-2.0-OpenSSH\r\n", .badStartLine),
    ])
    func `an answer that breaks the protocol or a bound is refused`(answer: String, refusal: HTTPRefusal) async throws {
        let server = try ScriptedServer { connection in
            _ = connection.readHead()
            connection.send(answer)
            connection.waitForEnd()
        }
        #expect(failure(of: try await call(server)) == .malformed(refusal))
    }

    @Test func `a server that says nothing, or not everything, is not waited for`() async throws {
        let silent = try ScriptedServer { connection in
            _ = connection.readHead()
            connection.waitForEnd()
        }
        let firstByte = try await call(silent) { $0.firstByteTimeout = .milliseconds(50) }
        #expect(failure(of: firstByte) == .firstByteTimeout)
        let slow = try ScriptedServer { connection in
            _ = connection.readHead()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe")
            connection.waitForEnd()
        }
        #expect(failure(of: try await call(slow) { $0.wholeTimeout = .milliseconds(100) }) == .timeout)
    }

    @Test func `an answer cut off is no answer, one that ends with its connection is`() async throws {
        let cut = try ScriptedServer { connection in
            _ = connection.readHead()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe")
        }
        guard case .disconnected? = failure(of: try await call(cut)) else {
            Issue.record("Half an answer was taken for a whole one.")
            return
        }
        let whole = try ScriptedServer { connection in
            _ = connection.readHead()
            connection.send("HTTP/1.1 200 OK\r\n\r\nuntil the end")
        }
        #expect(try await call(whole)[0].get().body == Array("until the end".utf8))
    }

    @Test func `an answer that nobody asked for is not given to the next call`() async throws {
        let server = try ScriptedServer { connection in
            _ = connection.readHead()
            connection.send(Self.hello + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")
            _ = connection.readHead()
        }
        let results = try await call(server, times: 2)
        #expect(try results.map { try $0.get().body } == Array(repeating: Array("hello".utf8), count: 2))
    }

    @Test func `internal addresses are refused when the connector says so, and TLS needs its rules`() async throws {
        let server = try ScriptedServer { _ in }
        let address = try #require(WebAddress("http://127.0.0.1:\(server.port)/"))
        let secure = try #require(WebAddress("https://127.0.0.1:\(server.port)/"))
        try await withClientParts { connector, loops in
            var careful = connector
            careful.settings.refusesInternalAddresses = true
            let client = HTTPClient(careful, loops: loops)
            await #expect(throws: ClientFailure.unreachable(.addressRefused)) {
                try await client.send(ClientRequest(.get, address))
            }
            await #expect(throws: ClientFailure.notSecured) { try await client.send(ClientRequest(.get, secure)) }
        }
        #expect(server.connections == 0)
    }

    @Test func `more calls than connections wait their turn`() async throws {
        let server = try ScriptedServer { connection in
            while !connection.readHead().isEmpty { connection.send(Self.hello) }
        }
        let address = try #require(WebAddress("http://127.0.0.1:\(server.port)/"))
        var settings = ClientSettings()
        settings.connectionsPerOriginMax = 2
        try await withClientParts { [settings] connector, loops in
            let client = HTTPClient(connector, loops: loops, settings: settings)
            let bodies = try await withThrowingTaskGroup(of: [UInt8].self) { group in
                for _ in 0..<20 { group.addTask { try await client.send(ClientRequest(.get, address)).body } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(bodies == Array(repeating: Array("hello".utf8), count: 20))
            client.closeIdle()
        }
        #expect(server.connections <= 2)
    }

    @Test func `a cancelled caller gets its answer at once`() async throws {
        let server = try ScriptedServer { connection in
            _ = connection.readHead()
            connection.waitForEnd()
        }
        let address = try #require(WebAddress("http://127.0.0.1:\(server.port)/"))
        try await withClientParts { connector, loops in
            let client = HTTPClient(connector, loops: loops)
            let task = Task { try await client.send(ClientRequest(.get, address)) }
            task.cancel()
            await #expect(throws: ClientFailure.cancelled) { try await task.value }
        }
    }
}
