import Lifecycle
import Prelude
import Telemetry

/// Looks at the log and its projections every few seconds, keeps their metrics, and says when one stands still.
package final class LogWatch: Sendable {
    private struct Gauges: Sendable {
        let head: Gauge
        let lag: MetricFamily<Gauge>
        let lagSeconds: MetricFamily<Gauge>
        let parked: MetricFamily<Gauge>
        let stalled: MetricFamily<Gauge>
    }

    /// How often it looks.
    package static let interval = Duration.seconds(5)

    private let administration: ProjectionAdministration
    private let events: any EventStore
    private let clock: any Clock
    private let log: Log
    private let gauges: Gauges
    private let projections: [ProjectionName]
    private let watchdog: Lock<ProjectionWatchdog>

    /// Registers the metrics; `projections` are all names there can be, which bounds the labels.
    package init(
        store: any ProjectionStore, events: any EventStore, projections: [ProjectionName], batcher: Batcher,
        tailer: Tailer, clock: any Clock, metrics: MetricsRegistry, log: Log = .silent,
        patience: Duration = .seconds(30)
    ) {
        administration = ProjectionAdministration(store: store, log: events)
        (self.events, self.clock, self.log, self.projections) = (events, clock, log, projections)
        watchdog = Lock(ProjectionWatchdog(patience: patience))
        let label = [(name: "projection", values: LabelValues.known(projections.map(\.text)))]
        gauges = Gauges(
            head: metrics.gauge("belvedere_log_head_position", help: "Position of the last event of the log."),
            lag: metrics.gauges(
                "belvedere_projection_lag_events", help: "Events that a live read model has not applied yet.",
                labels: label),
            lagSeconds: metrics.gauges(
                "belvedere_projection_lag_seconds", help: "Age of the oldest event that is not applied yet.",
                labels: label),
            parked: metrics.gauges(
                "belvedere_projection_parked_events", help: "Events that wait for an operator.", labels: label),
            stalled: metrics.gauges(
                "belvedere_projection_stalled", help: "1 when a read model stands still although events wait.",
                labels: label))
        Self.sample(batcher, tailer, metrics)
    }

    /// The generations that stand still, as the last look saw them.
    package var stalled: [Generation] {
        watchdog.withLock { $0.verdicts }.filter { $0.value.isStalled }.map(\.key)
    }

    /// Looks once; returns what got stuck and what got going again.
    package func look() async throws -> [ProjectionWatchdog.Alarm] {
        let entries = try await administration.list(now: clock.wallTime)
        let head = try await events.head()
        gauges.head.set(Int(clamping: head.position.number))
        for entry in entries where entry.record.stage == .live {
            let name = entry.record.generation.projection.text
            gauges.lag(name).set(Int(clamping: entry.lag))
            gauges.lagSeconds(name).set(Int(clamping: entry.lagSeconds ?? 0))
            gauges.parked(name).set(entry.record.parkedCount)
        }
        let now = clock.now
        let (alarms, verdicts) = watchdog.withLock { dog in
            let alarms = dog.observe(entries.map(\.record), head: head, now: now)
            return (alarms, dog.verdicts)
        }
        // A projection may have two generations: one that goes on does not hide one that stands still.
        let stalled = Set(verdicts.filter { $0.value.isStalled }.map(\.key.projection))
        for name in projections { gauges.stalled(name.text).set(stalled.contains(name) ? 1 : 0) }
        for alarm in alarms { tell(alarm) }
        return alarms
    }

    /// Looks until it is cancelled.
    package func run() async throws {
        while true {
            do {
                _ = try await look()
            } catch {
                log.warning("The log's watch cannot look.", ["reason": LogValue("\(error)")])
            }
            try await clock.sleep(for: Self.interval)
        }
    }

    private func tell(_ alarm: ProjectionWatchdog.Alarm) {
        let generation = LogValue(alarm.generation)
        switch alarm.verdict {
        case .stalled(let count, let reason):
            log.error(
                "A projection stands still.",
                ["projection": generation, "behind": LogValue(count), "reason": LogValue(reason)])
        case .upToDate, .catchingUp, .paused:
            log.info("A projection goes on.", ["projection": generation])
        }
    }

    private static func sample(_ batcher: Batcher, _ tailer: Tailer, _ metrics: MetricsRegistry) {
        metrics.sample("belvedere_append_batches_total", help: "Batches sent to the store.", isCounter: true) {
            Double(batcher.counts.batches)
        }
        metrics.sample("belvedere_appends_total", help: "Appends sent to the store.", isCounter: true) {
            Double(batcher.counts.appends)
        }
        metrics.sample("belvedere_appends_refused_total", help: "Appends refused by overload.", isCounter: true) {
            Double(batcher.counts.refused)
        }
        metrics.sample(
            "belvedere_appends_unknown_total", help: "Appends whose commit outcome was unknown at first.",
            isCounter: true
        ) { Double(batcher.counts.unknown) }
        metrics.sample("belvedere_appends_queued", help: "Appends that wait for a batch.") { Double(batcher.queued) }
        metrics.sample("belvedere_tailer_lag_events", help: "Events in the log that this node has not read.") {
            Double(tailer.status.lag)
        }
        metrics.sample("belvedere_feed_waiters", help: "Subscribers that wait at the end of the log.") {
            Double(tailer.status.waiting)
        }
        metrics.sample("belvedere_tailer_failures", help: "Polls of the log that failed one after the other.") {
            Double(tailer.status.consecutiveFailures)
        }
    }
}
