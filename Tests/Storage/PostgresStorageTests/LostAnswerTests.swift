import Database
import EventSourcing
import EventSourcingTesting
import Lifecycle
import Postgres
import Rows
import Testing

@testable import PostgresStorage

@Suite(.enabled(if: PostgresStore.isThere, "needs BELVEDERE_TEST_POSTGRES"))
struct LostAnswerTests {
    private let look = Statement("head", "SELECT coalesce(max(position), 0) FROM event", columns: [.int])
    private let port = Statement(
        "port", "SELECT setting::bigint FROM pg_settings WHERE name = 'port'", columns: [.int])

    /// A store behind a proxy, beside one that reaches the server directly.
    private func pair() async throws -> (direct: PostgresStore, proxied: PostgresStore, proxy: CuttingProxy) {
        let direct = try await PostgresStore()
        let port = try await direct.database.rows(port).cell(row: 0, column: 0).int
        let proxy = try #require(CuttingProxy(target: UInt16(port)))
        let proxied = try await PostgresStore {
            $0.conninfo = "\($0.conninfo) port=\(proxy.port)"
            $0.schema = direct.schema
        }
        return (direct, proxied, proxy)
    }

    private func isStored(_ direct: PostgresStore, _ position: Int64) async throws -> Bool {
        try await direct.database.rows(look).cell(row: 0, column: 0).int >= position
    }

    @Test func `an append whose answer is cut off after the commit is unknown, and is found by its command id`()
        async throws
    {
        let (direct, proxied, proxy) = try await pair()
        let scope = LawScope(proxied.events as any EventStore, seed: 7)
        let first = scope.append(to: scope.newStream(), .none, ["1"])
        _ = try await proxied.events.append([first])
        let lost = scope.append(to: scope.newStream(), .none, ["2", "3"])
        proxy.swallowAnswers()
        async let outcome = Self.failure { () async throws(EventStoreError) in try await proxied.events.append([lost]) }
        while try await !isStored(direct, 3) { await Task.yield() }
        proxy.cut()
        guard case .outcomeUnknown? = await outcome else {
            Issue.record("a lost answer was not reported as unknown")
            return
        }
        let found = try await direct.events.outcome(of: lost.command, in: lost.tenant)
        #expect(found?.position == 3 && found?.eventCount == 2)
        #expect(try await direct.events.read(LogQuery(after: .start)).events.count == 3)
        proxied.database.close()
        try await direct.remove()
    }

    @Test func `through the batcher the caller learns the position, and the events are there once`() async throws {
        let (direct, proxied, proxy) = try await pair()
        let scope = LawScope(proxied.events as any EventStore, seed: 8)
        let batcher = Batcher(store: proxied.events, clock: SystemClock())
        let later = { SystemClock.now + .seconds(20) }
        _ = try await batcher.append(scope.append(to: scope.newStream(), .none, ["1"]), deadline: later())
        let lost = scope.append(to: scope.newStream(), .none, ["2"])
        proxy.swallowAnswers()
        async let result = batcher.append(lost, deadline: later())
        while try await !isStored(direct, 2) { await Task.yield() }
        proxy.cut()
        #expect(try await result.outcome?.position == 2)
        #expect(try await direct.events.read(LogQuery(after: .start)).events.map(\.position) == [1, 2])
        proxied.database.close()
        try await direct.remove()
    }

    private static func failure(
        _ body: () async throws(EventStoreError) -> some Any
    ) async -> EventStoreError? {
        do throws(EventStoreError) {
            _ = try await body()
            return nil
        } catch { return error }
    }
}
