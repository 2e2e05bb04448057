import Glibc
import HTTP
import Networking
import Server
import Testing

struct HTTPServerTests {
    static let routes: [Route] = [
        Route("/", [.get]) { $0.respond(.ok, body: Array("hello".utf8)) },
        Route("/echo", [.post]) { $0.respond(.ok, body: $0.request.body) },
        Route("/small", [.post], bodyBytesMax: 10) { $0.respond(.ok, body: $0.request.body) },
        Route("/later", [.get]) { exchange in
            exchange.respondLater { exchange in
                await Task.yield()
                exchange.respond(.ok, body: Array("later".utf8))
            }
        },
        Route("/silent", [.get]) { $0.respondLater { _ in } },
        Route("/pieces", [.get]) { exchange in
            guard let stream = exchange.startStream(.ok) else { return }
            for piece in ["a", "bc", ""] { stream.write(Array(piece.utf8)) }
            stream.finish()
        },
        Route("/users/:id/posts/:post", [.get]) { exchange in
            exchange.respond(.ok, body: Array(exchange.request.parameters.joined(separator: [0x7c])))
        },
        Route("/count", [.post], bodyBytesMax: 1 << 30, bodyMode: .streamed) { exchange in
            exchange.respondLater { exchange in
                var total = 0
                do {
                    while let piece = try await exchange.body?.next() { total += piece.count }
                    exchange.respond(.ok, body: Array("\(total)".utf8))
                } catch {}
            }
        },
        Route("/count-pieces", [.post], bodyBytesMax: 1 << 30, bodyMode: .streamed) { exchange in
            exchange.respondLater { exchange in
                var (pieces, total) = (0, 0)
                do {
                    while let piece = try await exchange.body?.next() {
                        (pieces, total) = (pieces + 1, total + piece.count)
                    }
                    exchange.respond(.ok, body: Array("\(total) \(pieces < 1_000)".utf8))
                } catch {}
            }
        },
        Route("/refuse-early", [.post], bodyBytesMax: 1 << 30, bodyMode: .streamed) {
            $0.respond(.forbidden, text: "no\n")
        },
    ]

    private func check(_ request: String, _ expected: [String], closes: Bool = true) async throws -> String {
        var answer = ""
        try await TestServer.with(Self.routes) { server in
            answer = await RawClient.exchange(request.wire, port: server.port)
        }
        #expect(answer.statuses == expected)
        return answer
    }

    @Test func `pipelined requests are answered in order, whether at once, later or in pieces`() async throws {
        let paths = ["/", "/later", "/pieces", "/later", "/", "/pieces"]
        let requests = paths.map { "GET \($0) HTTP/1.1\nHost: h\n\n" }.joined()
        let answer = try await check(
            requests + "GET / HTTP/1.1\nHost: h\nConnection: close\n\n", Array(repeating: "200", count: 7))
        let bodies = answer.components(of: "HTTP/1.1 200 OK").dropFirst().map { $0.components(of: "\r\n\r\n")[1] }
        #expect(
            bodies == ["hello", "later", "1\r\na\r\n2\r\nbc\r\n0", "later", "hello", "1\r\na\r\n2\r\nbc\r\n0", "hello"])
    }

    @Test func `HEAD says what GET would, without a body`() async throws {
        let answer = try await check(
            "HEAD / HTTP/1.1\nHost: h\n\nHEAD /pieces HTTP/1.1\nHost: h\nConnection: close\n\n", ["200", "200"])
        #expect(answer.contains("Content-Length: 5\r\n"))
        #expect(answer.hasSuffix("\r\n\r\n"))
        #expect(!answer.contains("hello"))
    }

    @Test func `a client of 1_0 gets no chunks and is told when its connection stays`() async throws {
        let pieces = try await check("GET /pieces HTTP/1.0\n\n", ["200"])
        #expect(pieces.hasSuffix("Connection: close\r\n\r\nabc"))
        let twice = try await check("GET / HTTP/1.0\nConnection: keep-alive\n\nGET / HTTP/1.0\n\n", ["200", "200"])
        #expect(twice.contains("Connection: keep-alive"))
    }

    @Test func `an unknown path is 404, a known one with another method 405 with Allow`() async throws {
        _ = try await check("GET /none HTTP/1.1\nHost: h\nConnection: close\n\n", ["404"])
        let answer = try await check("POST / HTTP/1.1\nHost: h\nConnection: close\nContent-Length: 1\n\nx", ["405"])
        #expect(answer.contains("Allow: GET, HEAD\r\n"))
    }

    @Test func `parameters of a path are decoded after it is cut`() async throws {
        let answer = try await check(
            "GET /users/a%2Fb/posts/%D0%B6 HTTP/1.1\nHost: h\nConnection: close\n\n", ["200"])
        #expect(answer.hasSuffix("\r\n\r\na/b|ж"))
        _ = try await check("GET /users/%00/posts/1 HTTP/1.1\nHost: h\nConnection: close\n\n", ["404"])
    }

    @Test func `a waiting client is told to go on, unless the route or the bound refuses it`() async throws {
        let head = "HTTP/1.1\nHost: h\nExpect: 100-continue\nConnection: close\n"
        try await TestServer.with(Self.routes) { server in
            let answer = await Thread.value {
                let client = RawClient(port: server.port)
                client.send("POST /echo \(head)Content-Length: 2\n\n".wire)
                let first = client.read(until: "\r\n\r\n")
                client.send("hi")
                return first + String(decoding: client.readAll(), as: UTF8.self)
            }
            #expect(answer.statuses == ["100", "200"])
        }
        _ = try await check("POST /small \(head)Content-Length: 11\n\n", ["413"])
        _ = try await check("POST /none \(head)Content-Length: 2\n\n", ["404"])
    }

    @Test func `a body beyond its route's bound is refused as soon as the bound is passed`() async throws {
        _ = try await check("POST /small HTTP/1.1\nHost: h\nContent-Length: 11\n\n", ["413"])
        _ = try await check("POST /small HTTP/1.1\nHost: h\nTransfer-Encoding: chunked\n\nb\n", ["413"])
        _ = try await check(
            "POST /small HTTP/1.1\nHost: h\nConnection: close\nTransfer-Encoding: chunked\n\na\n0123456789\n0\n\n",
            ["200"])
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\n\n", "400", "missing_host"), ("TRACE / HTTP/1.1\nHost: h\n\n", "501", "unsupported_method"),
        (
            "POST / HTTP/1.1\nHost: h\nContent-Length: 1\nTransfer-Encoding: chunked\n\n", "400",
            "length_and_transfer_coding"
        ),
        ("GET / HTTP/1.1\nHost: h\nX : y\n\n", "400", "space_before_colon"),
        ("GET / HTTP/3.0\nHost: h\n\n", "505", "unsupported_version"),
    ])
    func `a malformed request is answered, counted, and ends the connection`(
        request: String, status: String, reason: String
    ) async throws {
        try await TestServer.with(Self.routes) { server in
            let answer = await RawClient.exchange((request + "GET / HTTP/1.1\nHost: h\n\n").wire, port: server.port)
            #expect(answer.statuses == [status])
            #expect(answer.contains("Connection: close"))
            #expect(server.observer.rejections == [reason: 1])
        }
    }

    @Test func `what was answered before a malformed request still arrives`() async throws {
        _ = try await check(
            "GET / HTTP/1.1\nHost: h\n\nGET /later HTTP/1.1\nHost: h\n\nbad\n\n", ["200", "200", "400"])
    }

    @Test func `a handler that returns without an answer is answered for`() async throws {
        _ = try await check("GET /silent HTTP/1.1\nHost: h\nConnection: close\n\n", ["500"])
    }

    @Test func `a streamed body is counted to its end`() async throws {
        let size = 3_000_000
        let answer = try await check(
            "POST /count HTTP/1.1\nHost: h\nConnection: close\nContent-Length: \(size)\n\n"
                + String(repeating: "x", count: size), ["200"])
        #expect(answer.hasSuffix("\r\n\r\n\(size)"))
    }

    @Test func `a streamed body of one-byte chunks costs by its bytes, not by its chunks`() async throws {
        let answer = try await check(
            "POST /count-pieces HTTP/1.1\nHost: h\nConnection: close\nTransfer-Encoding: chunked\n\n"
                + String(repeating: "1\nx\n", count: 20_000) + "0\n\n", ["200"])
        #expect(answer.hasSuffix("20000 true"))
    }

    @Test func `an answer before the end of a streamed body ends the connection`() async throws {
        let answer = try await check("POST /refuse-early HTTP/1.1\nHost: h\nContent-Length: 100000\n\nabc", ["403"])
        #expect(answer.contains("Connection: close"))
    }

    @Test func `the request after the last allowed one is not served`() async throws {
        try await TestServer.with(Self.routes, { $0.requestsPerConnectionMax = 2 }) { server in
            let request = "GET / HTTP/1.1\nHost: h\n\n".wire
            let answer = await RawClient.exchange(request + request + request, port: server.port)
            #expect(answer.statuses == ["200", "200"])
            #expect(answer.components(of: "Connection: close").count == 2)
        }
    }
}
