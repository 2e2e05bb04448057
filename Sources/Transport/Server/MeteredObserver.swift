import HTTP
import Lifecycle
import Telemetry

/// Counts what the server does in the process's metrics.
package struct MeteredObserver: ServerObserver {
    /// Every word that a rejection can have; anything else would be counted as `other`.
    package static let reasons =
        HTTPRefusal.allCases.map(\.rawValue) + [
            "head_timeout", "body_rate", "write_stalled", "output_overflow", "input_overflow", "connections",
            "connections_per_address", "origin", "slow_consumer", "socket_flood", "socket_silent", "socket_1002",
            "socket_1003", "socket_1007", "socket_1008", "socket_1009", "socket_1011",
        ]

    private let rejections: MetricFamily<Counter>
    private let answers: [Counter]
    private let durations: Histogram
    private let sockets: Gauge

    /// `belvedere_rejected_total{reason}` may belong to others too, so its family is given.
    package init(_ registry: MetricsRegistry, rejections: MetricFamily<Counter>) {
        self.rejections = rejections
        let family = registry.counters(
            "belvedere_http_responses_total", help: "Responses by the class of their status.",
            labels: [("class", .known(["1xx", "2xx", "3xx", "4xx", "5xx"]))])
        answers = ["1xx", "2xx", "3xx", "4xx", "5xx"].map { family($0) }
        durations = registry.histogram(
            "belvedere_http_request_seconds", help: "From a request's tick to its response's last byte handed over.")
        sockets = registry.gauge("belvedere_sockets_open", help: "Open WebSockets.")
    }

    package func rejected(_ reason: String) { rejections(reason).add() }

    package func answered(_ request: Request, status: HTTPStatus, startedAt: MonotonicTime) {
        answers[min(max(Int(status.rawValue) / 100, 1), 5) - 1].add()
        durations.observe(nanoseconds: (SystemClock.now - startedAt).wholeNanoseconds)
    }

    package func socketsChanged(by delta: Int) { sockets.add(delta) }
}
