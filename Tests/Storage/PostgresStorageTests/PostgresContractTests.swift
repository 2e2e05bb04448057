import Database
import EventSourcing
import EventSourcingTesting
import Lifecycle
import Postgres
import Testing

@testable import PostgresStorage

@Suite(.enabled(if: PostgresStore.isThere, "needs BELVEDERE_TEST_POSTGRES"))
struct PostgresContractTests {
    @Test(arguments: EventStoreContract.laws)
    func `the PostgreSQL store keeps the law`(_ law: EventStoreLaw) async throws {
        let store = try await PostgresStore.forLaws.value
        let violations = await law.violations(of: store.events)
        #expect(violations.isEmpty, "\(violations)")
    }

    @Test(arguments: CommandMemoryLaw.all)
    func `the PostgreSQL memory of commands keeps the law`(_ law: CommandMemoryLaw) async throws {
        let store = try await PostgresStore()
        let violations = await law.violations(of: store.events)
        #expect(violations.isEmpty, "\(violations)")
        try await store.remove()
    }

    @Test(arguments: SnapshotLaw.all)
    func `the PostgreSQL snapshots keep the law`(_ law: SnapshotLaw) async throws {
        let store = try await PostgresStore.forLaws.value
        let violations = await law.violations(of: store.events)
        #expect(violations.isEmpty, "\(violations)")
    }

    @Test(arguments: ProjectionStoreContract.laws)
    func `the PostgreSQL projections keep the law`(_ law: ProjectionStoreLaw) async throws {
        let store = try await PostgresStore.forLaws.value
        let violations = await law.violations(of: store.projections)
        #expect(violations.isEmpty, "\(violations)")
    }

    @Test func `after a restore a new epoch begins and what was restored with the log goes on`() async throws {
        let store = try await PostgresStore()
        let violations = try await RestorationLaw.violations(of: store.events, store.projections) {
            let report = try await SQLLogRestoration(store.database).begin()
            return (report.head, report.ahead)
        }
        #expect(violations.isEmpty, "\(violations)")
        try await store.remove()
    }

    @Test(arguments: ["a\0b", "nothing"])
    func `a row that the server does not take parks its event and stops nothing`(_ body: String) async throws {
        let store = try await PostgresStore()
        let violations = try await RefusalLaw.violations(
            of: store.events, store.projections, refused: body, clock: SystemClock())
        #expect(violations.isEmpty, "\(violations)")
        try await store.remove()
    }

    @Test func `a page of large events has fewer of them`() async throws {
        let store = try await PostgresStore { $0.limits.resultBytesMax = 1 << 20 }
        let scope = LawScope(store.events as any EventStore, seed: 1)
        let (stream, large) = (scope.newStream(), String(repeating: "x", count: 300_000))
        for _ in 0..<10 { _ = try await store.events.append([scope.append(to: stream, .any, [large])]) }
        var (position, pages) = (GlobalPosition.start, 0)
        while position < 10 {
            let page = try await store.events.read(LogQuery(after: position))
            #expect(page.events.first?.position == position.next && page.scanned > position)
            (position, pages) = (page.scanned, pages + 1)
        }
        #expect(pages > 3)
        let part = try await store.events.read(StreamQuery(stream, in: scope.tenant))
        #expect(!part.events.isEmpty && part.hasMore)
        try await store.remove()
    }

    @Test func `every statement is answered from an index`() async throws {
        let store = try await PostgresStore()
        let statements =
            EventStatements.all + SQLSnapshotStore.statements + ProjectionStatements(.postgres).planned
        for statement in statements {
            #expect(try await store.database.scans(of: statement) == [], "\(statement.name)")
        }
        try await store.remove()
    }

    @Test func `an event can be neither changed nor removed by SQL`() async throws {
        let store = try await PostgresStore()
        let scope = LawScope(store.events as any EventStore, seed: 1)
        _ = try await store.events.append([scope.append(to: scope.newStream(), .any, ["1", "2"])])
        for sql in ["UPDATE event SET body = ''", "DELETE FROM event", "TRUNCATE event"] {
            await #expect(throws: DatabaseError.self) { try await store.script(sql) }
        }
        #expect(try await store.events.read(LogQuery(after: .start)).events.count == 2)
        try await store.remove()
    }

    @Test func `other nodes hear of a new head, without a notification in the append`() async throws {
        let store = try await PostgresStore(notifies: true)
        let (heard, feed) = AsyncStream<String?>.makeStream()
        let listener = PostgresListener(store.settings, channel: "log_head", on: store.loop) { feed.yield($0) }
        var iterator = heard.makeAsyncIterator()
        #expect(await iterator.next() == .some(.none))
        let scope = LawScope(store.events as any EventStore, seed: 1)
        _ = try await store.events.append([scope.append(to: scope.newStream(), .any, ["1", "2", "3"])])
        var last: String?
        while last != "3", let next = await iterator.next() { last = next }
        #expect(last == "3")
        listener.stop()
        try await store.remove()
    }

    @Test func `a stored event that cannot be understood is corrupt, not a trap`() async throws {
        let store = try await PostgresStore()
        let scope = LawScope(store.events as any EventStore, seed: 1)
        let stream = scope.newStream()
        _ = try await store.events.append([scope.append(to: stream, .any, ["1"])])
        try await store.script(
            "INSERT INTO event SELECT position + 1, stream_id, version + 1, tenant_id, category_id, 999999, "
                + "schema_version, codec, command_id, ordinal, occurred, recorded, meta, body FROM event")
        await #expect(throws: EventStoreError.self) { try await store.events.read(LogQuery(after: .start)) }
        try await store.remove()
    }
}
