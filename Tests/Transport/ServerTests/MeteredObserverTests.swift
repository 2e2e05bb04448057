import HTTP
import Lifecycle
import Networking
import Server
import Telemetry
import Testing

struct MeteredObserverTests {
    @Test func `what the server does can be read as metrics, with labels from a closed set`() async throws {
        let registry = MetricsRegistry()
        let rejections = registry.counters(
            "belvedere_rejected_total", help: "What was turned away.",
            labels: [("reason", .known(MeteredObserver.reasons))])
        let group = try EventLoopGroup(count: 1)
        var configuration = HTTPServer.Configuration(address: .loopback(port: 0))
        configuration.observer = MeteredObserver(registry, rejections: rejections)
        let server = try HTTPServer(configuration, router: Router(HTTPServerTests.routes), loops: group.loops)
        try await server.start()
        let good = "GET / HTTP/1.1\nHost: h\n\n".wire
        _ = await RawClient.exchange(
            good + good + "GET /none HTTP/1.1\nHost: h\n\nbad\n\n".wire, port: server.address.port)
        await server.drain(within: .milliseconds(500))
        await Thread.value { group.stop() }
        let text = String(decoding: MetricsText.write(registry), as: UTF8.self)
        #expect(text.contains("belvedere_rejected_total{reason=\"bad_start_line\"} 1\n"))
        #expect(text.contains("belvedere_http_responses_total{class=\"2xx\"} 2\n"))
        #expect(text.contains("belvedere_http_responses_total{class=\"4xx\"} 1\n"))
        #expect(text.contains("belvedere_http_request_seconds_count 3\n"))
    }

    @Test func `every reason that the server can give is a known label`() {
        let known = Set(MeteredObserver.reasons)
        #expect(HTTPRefusal.allCases.allSatisfy { known.contains($0.rawValue) })
        #expect(known.count == MeteredObserver.reasons.count)
        let connections: [Admission.Refusal] = [.total, .address]
        #expect(connections.allSatisfy { known.contains($0.rawValue) })
        let closings: [CloseReason] = [.writeStalled, .outputOverflow, .inputOverflow]
        #expect(closings.allSatisfy { known.contains($0.word) })
    }
}
