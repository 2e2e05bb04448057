import HTTP
import HTTPClient
import Lifecycle
import Prelude
import Telemetry

/// Sends finished spans to a collector by OTLP over HTTP, in batches; what cannot be sent is dropped and counted.
package struct SpanExporter: Service {
    /// Limit: spans of one request.
    static let batchMax = 512
    /// Limit: attempts for one batch; the queue drops meanwhile, so a dead collector costs no memory.
    static let attemptsMax = 3

    package let name = "traces"
    private let queue: SpanQueue
    private let collector: Collector
    private let resource: LogFields
    private let interval: Duration
    private let clock: any Clock
    private let dropped: Counter
    private let sent: Counter

    package init(
        _ queue: SpanQueue, to address: WebAddress, client: HTTPClient, resource: LogFields,
        metrics: MetricsRegistry, interval: Duration = .seconds(5), clock: any Clock = SystemClock(),
        log: Log = .silent
    ) {
        collector = Collector(address: address, client: client, clock: clock, log: log)
        (self.queue, self.resource, self.interval, self.clock) = (queue, resource, interval, clock)
        sent = metrics.counter("belvedere_spans_sent_total", help: "Spans that the collector took.")
        dropped = metrics.counter(
            "belvedere_spans_failed_total", help: "Spans that the collector did not take in any attempt.")
        metrics.sample("belvedere_spans_dropped_total", help: "Spans lost to a full queue.", isCounter: true) {
            Double(queue.droppedCount)
        }
    }

    package func run() async throws {
        while !Task.isCancelled {
            // Why the error is passed over: the sleep only ends early when the task is cancelled.
            try? await clock.sleep(for: interval)
            await sendAll(attempts: Self.attemptsMax)
        }
    }

    package func stop() async { await sendAll(attempts: 1) }

    private func sendAll(attempts: Int) async {
        while true {
            let batch = queue.take(atMost: Self.batchMax)
            guard !batch.isEmpty else { return }
            if await send(batch, attempts: attempts) {
                sent.add(batch.count)
            } else {
                dropped.add(batch.count)
                return
            }
        }
    }

    private func send(_ batch: [Span], attempts: Int) async -> Bool {
        await collector.take(SpanEncoding.body(batch, resource: resource), attempts: attempts)
    }
}
