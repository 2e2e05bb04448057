import Database
import EventSourcing
import EventSourcingTesting
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
