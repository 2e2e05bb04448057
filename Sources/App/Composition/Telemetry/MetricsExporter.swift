import HTTP
import HTTPClient
import Lifecycle
import Prelude
import Telemetry

/// Sends the metrics of the process to a collector by OTLP over HTTP, from time to time and once at the end.
///
/// Sums are since the start, so that nothing is lost with a report that is not taken.
package struct MetricsExporter: Service {
    package let name = "metrics"
    private let registry: MetricsRegistry
    private let collector: Collector
    private let resource: LogFields
    private let interval: Duration
    private let clock: any Clock
    private let started: Timestamp

    package init(
        _ registry: MetricsRegistry, to address: WebAddress, client: HTTPClient, resource: LogFields,
        interval: Duration, clock: any Clock = SystemClock(), log: Log = .silent
    ) {
        collector = Collector(address: address, client: client, clock: clock, log: log)
        (self.registry, self.resource, self.interval, self.clock) = (registry, resource, interval, clock)
        started = clock.wallTime
    }

    package func run() async throws {
        while !Task.isCancelled {
            // Why the error is passed over: the sleep only ends early when the task is cancelled.
            try? await clock.sleep(for: interval)
            await report()
        }
    }

    package func stop() async { await report() }

    private func report() async {
        let body = MetricsEncoding.body(registry, resource: resource, started: started, now: clock.wallTime)
        // Why one attempt: the next report says everything that this one does.
        _ = await collector.take(body, attempts: 1)
    }
}
