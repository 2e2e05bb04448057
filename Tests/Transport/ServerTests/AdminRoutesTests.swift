import HTTP
import Lifecycle
import Networking
import Telemetry
import Testing

@testable import Server

struct AdminRoutesTests {
    private func get(_ server: TestServer, _ target: String) async -> String {
        await RawClient.exchange("GET \(target) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", port: server.port)
    }

    @Test func `probes follow the life of the process`() async throws {
        let health = HealthRegistry()
        let routes = AdminRoutes.routes(health: health, metrics: MetricsRegistry())
        try await TestServer.with(routes) { server in
            let store = health.check("store", gatesReadiness: true)
            #expect(await get(server, "/livez").hasPrefix("HTTP/1.1 200 "))
            #expect(await get(server, "/startupz").hasPrefix("HTTP/1.1 503 "))
            #expect(await get(server, "/readyz").hasPrefix("HTTP/1.1 503 "))
            health.didStart()
            #expect(await get(server, "/startupz").hasPrefix("HTTP/1.1 200 "))
            let verbose = await get(server, "/readyz?verbose")
            #expect(verbose.hasPrefix("HTTP/1.1 503 "))
            #expect(verbose.hasSuffix("[+] started\n[-] store: not started\nnot ready\n"))
            store.set(.ok)
            let ready = await get(server, "/readyz")
            #expect(ready.hasPrefix("HTTP/1.1 200 "))
            #expect(ready.hasSuffix("\r\n\r\nready\n"))
            health.willDrain()
            #expect(await get(server, "/readyz").hasPrefix("HTTP/1.1 503 "))
            #expect(await get(server, "/livez").hasPrefix("HTTP/1.1 200 "))
        }
    }

    @Test func `metrics are served in their own media type`() async throws {
        let metrics = MetricsRegistry()
        metrics.counter("things_total", help: "Things.").add(3)
        let routes = AdminRoutes.routes(health: HealthRegistry(), metrics: metrics)
        try await TestServer.with(routes) { server in
            let answer = await get(server, "/metrics")
            #expect(answer.lowercased().contains("content-type: text/plain; version=0.0.4; charset=utf-8\r\n"))
            #expect(answer.hasSuffix("# TYPE things_total counter\nthings_total 3\n"))
        }
    }

    @Test func `a server in a group serves until the group drains`() async throws {
        let group = try EventLoopGroup(count: 1)
        let health = HealthRegistry()
        let server = try HTTPServer(
            HTTPServer.Configuration(address: .loopback(port: 0)),
            router: Router(AdminRoutes.routes(health: health, metrics: MetricsRegistry())), loops: group.loops)
        let services = ServiceGroup(
            [HTTPServerService("admin", server, drainTimeout: .seconds(5))], health: health)
        async let outcome = services.run()
        while !health.report().isReady { await Task.yield() }
        let request = "GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        let answer = await RawClient.exchange(request, port: server.address.port)
        #expect(answer.hasPrefix("HTTP/1.1 200 "))
        services.drain()
        #expect(try await outcome == .drained)
        #expect(server.connectionCount == 0)
        await Thread.value { group.stop() }
    }
}
