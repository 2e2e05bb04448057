import EventSourcing
import EventSourcingTesting
import Lifecycle
import Testing

struct ProcessAdministrationTests {
    @Test func `a process that waits for an operator is found among any number of others`() async throws {
        let clock = ManualClock()
        let log = InMemoryEventStore { clock.wallTime }
        let store = InMemoryProjectionStore { clock.wallTime }
        let index = ProcessIndex()
        let (generation, start) = (Generation(index.name, 1), Cursor(epoch: 1, position: 0))
        try await store.create(
            generation, codeVersion: 1, stage: .live, at: start, gate: .start, tables: index.tables)
        let lease = try #require(try await store.acquire(generation, for: "node", milliseconds: 1_000))
        func row(_ instance: String, _ status: String) -> RowChange {
            .put(
                ProcessIndex.processes.name,
                row: [
                    .text("alarm"), .text("t"), .text(instance), .text(status), .text(""), .null, .int(0), .int(1),
                    .int(1), .int(0), .int(0),
                ])
        }
        var changes = (0...RowRange.rowsMax).map { row("a\($0)", "completed") }
        changes.append(row("z", "parked"))
        changes.append(
            .put(ProcessIndex.parked.name, row: [.text("alarm"), .text("t"), .text("z"), .text("why"), .int(0)]))
        let verdict = try await store.commit(ProjectionCommit(lease: lease, from: start, to: start, changes: changes))
        #expect(verdict == .committed)
        let administration = ProcessAdministration(
            streams: ProcessStreams(store: log, batcher: Batcher(store: log, clock: clock), clock: clock), log: log,
            store: store)
        #expect(try await administration.list(status: .parked).map(\.id.instance) == ["z"])
        #expect(try await administration.list("alarm", status: .parked).map(\.id.instance) == ["z"])
        #expect(try await administration.list("other", status: .parked).isEmpty)
    }
}
