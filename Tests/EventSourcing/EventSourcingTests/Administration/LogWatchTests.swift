import EventSourcing
import EventSourcingTesting
import Lifecycle
import Prelude
import Telemetry
import Testing

struct LogWatchTests {
    @Test func `a projection that stands still shows in the metrics and is told once`() async throws {
        let clock = ManualClock()
        let events = InMemoryEventStore { clock.wallTime }
        let store = InMemoryProjectionStore { clock.wallTime }
        let metrics = MetricsRegistry()
        let watch = LogWatch(
            store: store, events: events, projections: ["a"], batcher: Batcher(store: events, clock: clock),
            tailer: Tailer(store: events, clock: clock), clock: clock, metrics: metrics)
        try await store.create(
            Generation("a", 1), codeVersion: 1, stage: .live, at: Cursor(epoch: 1, position: 0), gate: .start,
            tables: [])
        let scope = LawScope(events as any EventStore, seed: 1)
        _ = try await events.append([scope.append(to: scope.newStream(), .any, ["1", "2"])])
        #expect(try await watch.look() == [])
        clock.advance(by: .seconds(31))
        let alarms = try await watch.look()
        #expect(alarms.map(\.verdict) == [.stalled(events: 2, reason: "no node works on it")])
        #expect(try await watch.look() == [])
        let text = String(decoding: MetricsText.write(metrics), as: UTF8.self)
        for line in [
            "belvedere_log_head_position 2", #"belvedere_projection_lag_events{projection="a"} 2"#,
            #"belvedere_projection_lag_seconds{projection="a"} 31"#, #"belvedere_projection_stalled{projection="a"} 1"#,
            "belvedere_appends_queued 0",
        ] {
            #expect(text.contains(line), "\(line) is not in \(text)")
        }
    }

    @Test func `a generation that goes on does not hide another one that stands still`() async throws {
        let clock = ManualClock()
        let events = InMemoryEventStore { clock.wallTime }
        let store = InMemoryProjectionStore { clock.wallTime }
        let metrics = MetricsRegistry()
        // So many, because the order in which two generations are looked at is left to chance.
        let names = (1...20).map { ProjectionName(validated: "p\($0)") }
        let watch = LogWatch(
            store: store, events: events, projections: names, batcher: Batcher(store: events, clock: clock),
            tailer: Tailer(store: events, clock: clock), clock: clock, metrics: metrics)
        let start = Cursor(epoch: 1, position: 0)
        for name in names {
            try await store.create(
                Generation(name, 1), codeVersion: 1, stage: .live, at: start, gate: .start, tables: [])
            try await store.create(
                Generation(name, 2), codeVersion: 1, stage: .building, at: Cursor(epoch: 1, position: 2), gate: .start,
                tables: [])
        }
        let scope = LawScope(events as any EventStore, seed: 1)
        _ = try await events.append([scope.append(to: scope.newStream(), .any, ["1", "2"])])
        _ = try await watch.look()
        clock.advance(by: .seconds(31))
        _ = try await watch.look()
        let text = String(decoding: MetricsText.write(metrics), as: UTF8.self)
        for name in names { #expect(text.contains("belvedere_projection_stalled{projection=\"\(name)\"} 1")) }
    }
}
