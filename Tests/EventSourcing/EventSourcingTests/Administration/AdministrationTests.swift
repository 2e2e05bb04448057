import EventSourcing
import EventSourcingTesting
import JSON
import Lifecycle
import Prelude
import Testing

struct AdministrationTests {
    let log = InMemoryEventStore { Timestamp(microseconds: 1_700_000_000_000_000) }
    let store = InMemoryProjectionStore { Timestamp(microseconds: 1_700_000_000_000_000) }

    private func append(_ count: Int) async throws {
        let scope = LawScope(log as any EventStore, seed: .random(in: 1...UInt64.max))
        for index in 0..<count {
            let stream = StreamName(stored: "acc:\(index % 2)", categoryBytes: 3)
            _ = try await log.append([scope.append(to: stream, .any, [#"{"n":\#(index)}"#])])
        }
    }

    @Test func `an event is one line of JSON with everything that is known of it`() throws {
        let origin = CommandOrigin(
            actor: "user:1", correlation: CorrelationID(UniqueID(high: 0, low: 2)),
            causation: EventID(command: CommandID(UniqueID(high: 0, low: 3)), ordinal: 4))
        let event = RecordedEvent(
            position: 7, stream: StreamName(stored: "acc:1", categoryBytes: 3), version: 2, name: "law.noted.1",
            schemaVersion: 1, codec: .json, body: Array(#"{"a":"b\n"}"#.utf8),
            metadata: EventMetadata(
                tenant: "t", id: EventID(command: CommandID(UniqueID(high: 0, low: 1)), ordinal: 0), origin: origin,
                occurred: Timestamp(microseconds: .min), recorded: Timestamp(microseconds: 1_700_000_000_000_000)))
        let line = EventLine.line(event)
        #expect(line.last == UInt8(ascii: "\n"))
        #expect(line.count { $0 == UInt8(ascii: "\n") } == 1)
        let value = try JSONValue(parsing: Array(line.dropLast()))
        #expect(value["position"]?.int == 7)
        #expect(value["recorded"] == "2023-11-14T22:13:20Z")
        #expect(value["occurred"] == .string("\(Int64.min)"))
        #expect(value["causation"] == "00000000-0000-0000-0000-000000000003#4")
        #expect(value["body"] == ["a": "b\n"])
        #expect(value["trace"] == nil)
    }

    @Test func `a body that is no JSON does not break the line`() throws {
        let event = event(1, bytes: 2)
        let value = try JSONValue(parsing: Array(EventLine.line(event).dropLast()))
        #expect(value["bytes"] == "0000")
    }

    @Test(arguments: [1, 3, 1_000])
    func `an export writes every line once, also when it is resumed after any of them`(page: Int) async throws {
        try await append(10)
        let export = LogExport(log, pageEvents: page)
        var whole: [UInt8] = []
        let end = try await export.run(
            after: .start,
            write: {
                whole += $0; return true
            })
        #expect(end.written == 10)
        let lines = whole.split(separator: UInt8(ascii: "\n"))
        #expect(try lines.map { try JSONValue(parsing: Array($0))["position"]?.int } == Array(1...10))
        var resumed = lines[..<4].flatMap { Array($0) + [UInt8(ascii: "\n")] }
        _ = try await export.run(
            after: 4,
            write: {
                resumed += $0; return true
            })
        #expect(resumed == whole)
    }

    @Test func `an export stops when nobody reads any more, and says how far it came`() async throws {
        try await append(10)
        var seen: [LogExport.Progress] = []
        let end = try await LogExport(log, pageEvents: 2).run(
            after: .start, filter: EventFilter(stream: StreamName("acc:1")), write: { _ in false },
            progress: { seen.append($0) })
        #expect((end.scanned, end.head, end.written) == (4, 10, 2))
        #expect(seen == [end])
    }

    @Test func `projections are listed with their lag, held, let go and judged`() async throws {
        try await append(5)
        let administration = ProjectionAdministration(store: store, log: log)
        let generation = Generation("a", 1)
        try await store.create(
            generation, codeVersion: 1, stage: .live, at: Cursor(epoch: 1, position: 0), gate: .start, tables: [])
        let now = Timestamp(microseconds: 1_700_000_010_000_000)
        let entry = try await administration.list(now: now)[0]
        #expect((entry.lag, entry.lagSeconds, entry.condition) == (5, 10, "stuck"))
        let lease = try #require(try await store.acquire(generation, for: "n", milliseconds: 60_000))
        let parked = ParkedEvent(key: "lane", position: 3, name: "law.noted.1", attempts: 1, reason: "bad")
        _ = try await store.commit(
            ProjectionCommit(
                lease: lease, from: Cursor(epoch: 1, position: 0), to: Cursor(epoch: 1, position: 5), changes: [],
                parked: [parked]))
        #expect(try await administration.list("a", now: now).map(\.condition) == ["live"])
        #expect(try await administration.parked("a") == [parked])
        #expect(try await administration.judge("a", lane: "lane", verdict: .retry) == 1)
        #expect(try await administration.judge("nobody", lane: nil, verdict: .retry) == 0)
        #expect(try await administration.setPaused(true, "a") == 1)
        #expect(try await administration.list(now: now).map(\.condition) == ["paused"])
    }
}
