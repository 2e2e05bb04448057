import HTTP
import Networking
import Server
import Testing

struct PolicyTests {
    private static let cors = CORSPolicy(origins: OriginList(["https://app.example", "null"]), allowsCredentials: true)
    private static let page = StaticAsset(
        path: "/page.js", contentType: "text/javascript; charset=utf-8",
        bytes: Array(String(repeating: "let words = 'again';\n", count: 100).utf8), isImmutable: true)
    private static let routes: [Route] = [
        Route("/cors", [.get, .post, .options]) { exchange in
            if cors.answersPreflight(exchange) { return }
            exchange.respond(.ok, cors.fields(for: exchange.request), body: Array("ok".utf8))
        },
        Route("/guarded", [.get, .post]) { exchange in
            exchange.respond(CSRFRule.allows(exchange.request) ? .ok : .badRequest)
        },
        Route("/text", [.get]) {
            $0.respond(.ok, body: [UInt8](repeating: 0x61, count: 2000), isCompressible: true)
        },
        Route("/short", [.get]) { $0.respond(.ok, body: Array("short".utf8), isCompressible: true) },
        Route("/*", [.get], handler: StaticAssets([page], fields: SecurityFields.page)),
    ]

    private func ask(_ line: String, _ fields: String = "") async throws -> String {
        var answer = ""
        try await TestServer.with(Self.routes) { server in
            answer = await RawClient.exchange(
                "\(line) HTTP/1.1\nHost: h\nConnection: close\n\(fields)\n".wire, port: server.port)
        }
        return answer
    }

    @Test func `a listed origin is allowed by name`() async throws {
        let answer = try await ask("GET /cors", "Origin: https://app.example\n")
        #expect(answer.contains("Access-Control-Allow-Origin: https://app.example\r\n"))
        #expect(answer.contains("Access-Control-Allow-Credentials: true\r\n"))
        #expect(answer.contains("Vary: Origin\r\n"))
    }

    @Test(arguments: ["https://evil.example", "null", "https://app.example.evil", "HTTPS://APP.EXAMPLE", "*"])
    func `another origin is not allowed, and caches are told that it matters`(origin: String) async throws {
        let answer = try await ask("GET /cors", "Origin: \(origin)\n")
        #expect(!answer.contains("Access-Control-Allow"))
        #expect(answer.contains("Vary: Origin\r\n"))
    }

    @Test func `a preflight is answered without the handler`() async throws {
        let asked = "Access-Control-Request-Method: POST\n"
        let allowed = try await ask("OPTIONS /cors", "Origin: https://app.example\n\(asked)")
        #expect(allowed.statuses == ["204"])
        #expect(allowed.contains("Access-Control-Allow-Methods: GET, POST, OPTIONS\r\n"))
        let other = try await ask("OPTIONS /cors", "Origin: https://evil.example\n\(asked)")
        #expect(other.statuses == ["204"])
        #expect(!other.contains("Access-Control-Allow"))
    }

    @Test(arguments: [
        ("Content-Type: application/json\n", "200"), ("X-Requested-With: x\n", "200"),
        ("Apollo-Require-Preflight: true\n", "200"), ("GraphQL-Require-Preflight: 1\n", "200"), ("", "400"),
        ("Content-Type: text/plain\n", "400"), ("Content-Type: TEXT/plain; charset=utf-8\n", "400"),
        ("Content-Type: application/x-www-form-urlencoded\n", "400"),
        ("Content-Type: multipart/form-data; boundary=x\n", "400"), ("Content-Type: \n", "400"),
        ("Content-Type: ;\n", "400"),
    ])
    func `a request that a foreign page can make is refused`(fields: String, status: String) async throws {
        #expect(try await ask("POST /guarded", fields).statuses == [status])
    }

    @Test func `a long body is compressed for those who want it, a short one never`() async throws {
        let wants = "Accept-Encoding: gzip, br\n"
        #expect(try await ask("GET /text", wants).contains("Content-Encoding: gzip\r\n"))
        #expect(try await !ask("GET /text").contains("Content-Encoding"))
        #expect(try await ask("GET /text").contains("Vary: Accept-Encoding\r\n"))
        #expect(try await !ask("GET /short", wants).contains("Content-Encoding"))
        #expect(try await !ask("GET /text", "Accept-Encoding: gzip;q=0\n").contains("Content-Encoding"))
    }

    @Test func `a file is served from memory with its tag, and not again when the tag is known`() async throws {
        let first = try await ask("GET /page.js")
        #expect(first.statuses == ["200"])
        #expect(first.contains("Cache-Control: public, max-age=31536000, immutable\r\n"))
        #expect(first.contains("Content-Security-Policy: default-src 'none'"))
        let tag = try #require(first.components(of: "ETag: ").last?.components(of: "\r\n").first)
        let second = try await ask("GET /page.js", "If-None-Match: \(tag)\n")
        #expect(second.statuses == ["304"])
        #expect(second.hasSuffix("\r\n\r\n"))
        let small = try await ask("GET /page.js", "Accept-Encoding: gzip\nIf-None-Match: \(tag)\n")
        #expect(small.statuses == ["200"])
        #expect(small.contains("Content-Encoding: gzip\r\n"))
    }

    @Test(arguments: ["/../etc/passwd", "/page.js/..", "/%2e%2e/etc", "/page.js%00", "//page.js", "/nothing"])
    func `no path reaches a file system`(path: String) async throws {
        #expect(try await ask("GET \(path)").statuses == ["404"])
    }
}
