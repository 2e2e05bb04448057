import Database
import EventSourcing
import EventSourcingTesting
import Prelude
import Testing

@testable import SQLiteStorage

struct LogReaderTests {
    /// A database on which something happens right after a statement was answered for the first time.
    final class Interposed: DatabaseReader, DatabaseWriter {
        private let inner: any Database
        private let statement: String
        private let happening: @Sendable () async -> Void
        private let isDue = Lock(true)

        init(_ inner: any Database, after statement: String, _ happening: @escaping @Sendable () async -> Void) {
            (self.inner, self.statement, self.happening) = (inner, statement, happening)
        }

        var dialect: SQLDialect { inner.dialect }

        func readNow(_ queries: [Query], in scope: ReadScope) -> [QueryResult]? { nil }

        func read(_ queries: [Query], in scope: ReadScope) async -> [QueryResult] {
            let results = await inner.read(queries, in: scope)
            guard queries.contains(where: { $0.statement.name == statement }) else { return results }
            let isDue = isDue.withLock { isDue in
                defer { isDue = false }
                return isDue
            }
            if isDue { await happening() }
            return results
        }

        func read(
            _ queries: [Query], in scope: ReadScope, whenDone: @escaping @Sendable ([QueryResult]) -> Void
        ) {
            inner.read(queries, in: scope, whenDone: whenDone)
        }

        func write(_ transaction: Transaction) async throws(DatabaseError) -> [WriteResult] {
            try await inner.write(transaction)
        }
    }

    static let stream = StreamName(stored: "fresh:1", categoryBytes: 5)

    @Test(arguments: [
        ("symbols by text", EventFilter(names: ["law.fresh.1"])),
        ("symbols by text", EventFilter(tenant: "fresh")),
        ("symbols by text", EventFilter(categories: ["fresh"])),
        ("streams by name", EventFilter(stream: stream)),
    ])
    func `the first event of a name that comes to be while a page is read is in the next page`(
        _ statement: String, _ filter: EventFilter
    ) async throws {
        let store = try await TemporaryStore()
        let scope = LawScope(store.events as any EventStore, seed: 1)
        _ = try await store.events.append([scope.append(to: scope.newStream(), .any, ["1"])])
        let fresh = scope.append(
            [
                StreamAppend(
                    to: Self.stream, expected: .any, events: [NewEvent(name: "law.fresh.1", body: Array("2".utf8))])
            ], tenant: "fresh")
        let database = Interposed(store.database, after: statement) {
            do { _ = try await store.events.append([fresh]) } catch { Issue.record(error) }
        }
        let reader = LogReader(database)
        var (after, found) = (GlobalPosition.start, [GlobalPosition]())
        for _ in 0..<3 {
            let page = try await reader.read(LogQuery(after: after, filter: filter, limit: 10))
            found += page.events.map(\.position)
            after = page.scanned
        }
        #expect(found == [2])
        #expect(after == 2)
    }

    @Test(arguments: [1, 2, 10])
    func `an event that comes between the questions of a page is in one page, whatever its limit`(limit: Int)
        async throws
    {
        let store = try await TemporaryStore()
        let scope = LawScope(store.events as any EventStore, seed: 1)
        let stream = scope.newStream()
        _ = try await store.events.append([scope.append(to: stream, .any, ["1"])])
        let later = scope.append(to: stream, .any, ["2", "3"])
        let database = Interposed(store.database, after: "log.head") {
            do { _ = try await store.events.append([later]) } catch { Issue.record(error) }
        }
        let reader = LogReader(database)
        var (after, found) = (GlobalPosition.start, [GlobalPosition]())
        for _ in 0..<5 {
            let page = try await reader.read(LogQuery(after: after, filter: EventFilter(stream: stream), limit: limit))
            #expect(page.events.allSatisfy { $0.position > after && $0.position <= page.scanned })
            found += page.events.map(\.position)
            after = page.scanned
        }
        #expect(found == [1, 2, 3])
    }

    @Test func `names are found also when the cache begins anew`() async throws {
        let store = try await TemporaryStore()
        let reader = LogReader(store.database, NameCache(entriesMax: 1))
        let one = try await reader.ensureNumbers(of: ["one"])
        let both = try await reader.ensureNumbers(of: ["one", "two"])
        #expect(both["one"] == one["one"])
        #expect(both.count == 2)
        let scope = LawScope(store.events as any EventStore, seed: 1)
        for _ in 0..<3 {
            _ = try await store.events.append([scope.append(to: scope.newStream(), .any, ["1"])])
            _ = try await reader.read(LogQuery(after: .start))
        }
        #expect(try await reader.read(LogQuery(after: .start)).events.count == 3)
    }
}
