import Foundation
import HTTP
import Networking
import Server
import Testing

/// Clients that we have not written, against a server of ours.
struct OutsideClientTests {
    private static let python = ProcessInfo.processInfo.environment["BELVEDERE_TEST_PYTHON"]
    private static let routes =
        HTTPServerTests.routes + [
            Route("/text", [.get]) {
                $0.respond(.ok, body: [UInt8](repeating: 0x61, count: 5000), isCompressible: true)
            },
            Route("/events", [.get]) { exchange in
                guard let stream = EventStream(exchange) else { return }
                Array("one\ntwo".utf8).withUnsafeBufferPointer { _ = stream.send(event: "next", id: [0x31], data: $0) }
                stream.finish()
            },
            Route("/socket", [.get]) { _ = $0.acceptWebSocket(WebSocketOptions(), handler: SocketProbe()) },
        ]

    private func run(_ program: String, _ arguments: [String]) async -> (status: Int32, output: String) {
        await Thread.value {
            let process = Process()
            process.executableURL = URL(filePath: program)
            process.arguments = arguments
            let pipe = Pipe()
            (process.standardOutput, process.standardError) = (pipe, pipe)
            guard (try? process.run()) != nil else { return (-1, "\(program) does not start") }
            let output = (try? pipe.fileHandleForReading.readToEnd()).flatMap { $0 } ?? Data()
            process.waitUntilExit()
            return (process.terminationStatus, String(decoding: output, as: UTF8.self))
        }
    }

    private func fixture(_ name: String) -> String {
        URL(filePath: #filePath).appending(path: "../../../Fixtures/OutsideClients/\(name)").standardized.path
    }

    @Test(
        .enabled(if: python != nil, "Scripts/python.sh prepares the clients"),
        arguments: ["http_client.py", "websocket_client.py"])
    func `clients of another language are content`(script: String) async throws {
        let python = try #require(Self.python)
        try await TestServer.with(Self.routes) { server in
            let (status, output) = await run(python, [fixture(script), "\(server.port)"])
            #expect(status == 0 && output == "all well\n", "\(output)")
        }
    }

    @Test func `curl is content with keep-alive, chunks, compression and continue`() async throws {
        try await TestServer.with(Self.routes) { server in
            let base = "http://127.0.0.1:\(server.port)"
            let body = String(repeating: "x", count: 2000)
            let echo = await run(
                "/usr/bin/curl",
                ["-sS", "-m", "10", "-H", "Expect: 100-continue", "-d", body, "\(base)/echo", "\(base)/echo"])
            #expect(echo.output == body + body)
            let chunked = await run(
                "/usr/bin/curl", ["-sS", "-m", "10", "-H", "Transfer-Encoding: chunked", "-d", body, "\(base)/count"])
            #expect(chunked.output == "2000")
            let compressed = await run("/usr/bin/curl", ["-sS", "-m", "10", "--compressed", "\(base)/text"])
            #expect(compressed.output == String(repeating: "a", count: 5000))
            let old = await run("/usr/bin/curl", ["-sS", "-m", "10", "--http1.0", "\(base)/pieces"])
            #expect(old.output == "abc")
        }
    }
}
