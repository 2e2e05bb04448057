import HTTP
import Lifecycle
import Telemetry

/// What an orchestrator and a monitor ask for; served on a listener of its own that clients cannot reach.
///
/// | path | answer |
/// |---|---|
/// | `/livez` | 200 as long as the process answers at all |
/// | `/startupz` | 200 once every service has started, 503 before |
/// | `/readyz` | 200 while requests should come, 503 otherwise; `?verbose` names every part |
/// | `/metrics` | everything that is counted, as Prometheus text |
package enum AdminRoutes {
    package static func routes(health: HealthRegistry, metrics: MetricsRegistry) -> [Route] {
        [
            Route("/livez", [.get, .head]) { respond($0, true, "live\n") },
            Route("/startupz", [.get, .head]) { exchange in
                let hasStarted = health.report().hasStarted
                respond(exchange, hasStarted, hasStarted ? "started\n" : "not started\n")
            },
            Route("/readyz", [.get, .head]) { exchange in
                let report = health.report()
                let isVerbose = exchange.request.query.pairs.contains { $0.name.elementsEqual("verbose".utf8) }
                respond(
                    exchange, report.isReady,
                    isVerbose ? report.readinessText : report.isReady ? "ready\n" : "not ready\n")
            },
            Route("/metrics", [.get, .head]) { exchange in
                exchange.respond(.ok, metricsFields, body: MetricsText.write(metrics), isCompressible: true)
            },
        ]
    }

    /// The two that clients may ask too, on the listener that they reach: whether it lives, and whether it is ready.
    package static func open(health: HealthRegistry) -> [Route] {
        [
            Route("/health", [.get, .head]) { respond($0, true, "live\n") },
            Route("/ready", [.get, .head]) { exchange in
                let isReady = health.report().isReady
                respond(exchange, isReady, isReady ? "ready\n" : "not ready\n")
            },
        ]
    }

    private static let textFields = ResponseFields([
        .contentType: "text/plain; charset=utf-8", .cacheControl: "no-store",
    ])
    private static let metricsFields = ResponseFields([
        .contentType: "text/plain; version=0.0.4; charset=utf-8", .cacheControl: "no-store",
    ])

    private static func respond(_ exchange: Exchange, _ isWell: Bool, _ text: String) {
        exchange.respond(isWell ? .ok : .unavailable, textFields, body: Array(text.utf8))
    }
}
