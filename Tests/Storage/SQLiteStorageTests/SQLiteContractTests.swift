import Database
import EventSourcing
import EventSourcingTesting
import Lifecycle
import Rows
import SQLite
import Testing

@testable import SQLiteStorage

struct SQLiteContractTests {
    @Test(arguments: EventStoreContract.laws)
    func `the SQLite store keeps the law`(_ law: EventStoreLaw) async throws {
        let store = try await TemporaryStore()
        let violations = await law.violations(of: store.events)
        #expect(violations.isEmpty, "\(violations)")
    }

    @Test(arguments: CommandMemoryLaw.all)
    func `the SQLite memory of commands keeps the law`(_ law: CommandMemoryLaw) async throws {
        let store = try await TemporaryStore()
        let violations = await law.violations(of: store.events)
        #expect(violations.isEmpty, "\(violations)")
    }

    @Test(arguments: SnapshotLaw.all)
    func `the SQLite snapshots keep the law`(_ law: SnapshotLaw) async throws {
        let store = try await TemporaryStore()
        let violations = await law.violations(of: store.events)
        #expect(violations.isEmpty, "\(violations)")
    }

    @Test(arguments: ProjectionStoreContract.laws)
    func `the SQLite projections keep the law`(_ law: ProjectionStoreLaw) async throws {
        let store = try await TemporaryStore()
        let violations = await law.violations(of: store.projections)
        #expect(violations.isEmpty, "\(violations)")
    }

    @Test func `after a restore a new epoch begins and what was restored with the log goes on`() async throws {
        let store = try await TemporaryStore()
        let violations = try await RestorationLaw.violations(of: store.events, store.projections) {
            let report = try await SQLLogRestoration(store.database).begin()
            return (report.head, report.ahead)
        }
        #expect(violations.isEmpty, "\(violations)")
    }

    @Test func `a row that the engine does not take parks its event and stops nothing`() async throws {
        let store = try await TemporaryStore()
        let violations = try await RefusalLaw.violations(
            of: store.events, store.projections, refused: "nothing", clock: SystemClock())
        #expect(violations.isEmpty, "\(violations)")
    }

    @Test func `a page of large events has fewer of them`() async throws {
        let store = try await TemporaryStore { $0.limits.resultBytesMax = 1 << 20 }
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
    }

    @Test func `every statement is answered from an index`() async throws {
        let store = try await TemporaryStore()
        let statements =
            EventStatements.all + SQLiteStatements.all + SQLSnapshotStore.statements
            + ProjectionStatements(.sqlite).planned
        for statement in statements {
            let scans = try await store.database.scans(of: statement)
            let allowed = statement.name == "log.head" ? ["SCAN e"] : []
            #expect(scans.filter { !allowed.contains($0) } == [], "\(statement.name)")
        }
    }

    @Test func `an event can be neither changed nor removed by SQL`() async throws {
        let store = try await TemporaryStore()
        let scope = LawScope(store.events as any EventStore, seed: 1)
        _ = try await store.events.append([scope.append(to: scope.newStream(), .any, ["1", "2"])])
        for sql in ["UPDATE event SET body = x''", "DELETE FROM event WHERE position = 1"] {
            await #expect(throws: DatabaseError.self) {
                try await store.database.transaction("tamper") { connection throws(DatabaseError) in
                    try connection.script(sql)
                }
            }
        }
        #expect(try await store.events.read(LogQuery(after: .start)).events.count == 2)
    }

    @Test func `a read model's indexes come from its declaration and its view shows the live generation`() async throws
    {
        let table = TableDefinition(
            "notes", columns: [.init("id", .int), .init("text", .text)], primaryKey: ["id"],
            indexes: [.init("by_text", on: ["text"])])
        let store = try await TemporaryStore(definitions: [table])
        let first = Generation("notes", 1)
        let start = Cursor(epoch: 1, position: 0)
        try await store.projections.create(
            first, codeVersion: 1, stage: .live, at: start, gate: .start, tables: [table.readModel])
        let byText = Statement(
            "by text", "SELECT id FROM notes WHERE text = $1", parameters: [.text], columns: [.int])
        #expect(try await store.database.scans(of: byText).isEmpty)
        let lease = try #require(try await store.projections.acquire(first, for: "n", milliseconds: 10_000))
        let put = RowChange.put("notes", row: [.int(1), .text("a")])
        _ = try await store.projections.commit(
            ProjectionCommit(lease: lease, from: start, to: Cursor(epoch: 1, position: 1), changes: [put]))
        #expect(try await store.database.rows(byText, ["a"]).cells.map(\.int) == [1])
    }
}
