import Database
import Glibc
import Networking
import Rows
import Synchronization

@testable import Postgres

/// The private server of `Scripts/with-servers.sh`, and a schema of its own for each test.
final class TestServer {
    static let conninfo = getenv("BELVEDERE_TEST_POSTGRES").map { String(cString: $0) }
    static var isThere: Bool { conninfo != nil }

    private static let made = Atomic<Int>(0)

    let settings: PostgresSettings
    let loop: EventLoop
    let database: PostgresDatabase

    init(_ change: (inout PostgresSettings) -> Void = { _ in }) throws {
        var settings = PostgresSettings(conninfo: Self.conninfo ?? "")
        settings.schema = "t\(getpid())_\(Self.made.wrappingAdd(1, ordering: .relaxed).newValue)"
        settings.readConnections = 1
        settings.workConnections = 2
        change(&settings)
        if let schema = settings.schema {
            let session = try PostgresSession(settings)
            try session.script("CREATE SCHEMA IF NOT EXISTS \(schema)")
        }
        self.settings = settings
        loop = try EventLoop(name: "test")
        database = PostgresDatabase(settings, loops: [loop])
    }

    deinit {
        database.close()
        loop.stop()
        loop.join()
        if let schema = settings.schema, let session = try? PostgresSession(settings) {
            try? session.script("DROP SCHEMA \(schema) CASCADE")
        }
    }

    func script(_ sql: String) throws { try PostgresSession(settings).script(sql) }

    func number(_ sql: String) throws -> Int64 {
        let rows = try PostgresSession(settings).run(Statement("number", sql, columns: [.int]))
        return rows.rowCount == 1 ? rows.cell(row: 0, column: 0).int : -1
    }
}

/// The kind of error that the body throws; nil if it throws none.
func kind(_ body: () async throws(DatabaseError) -> some Any) async -> DatabaseError.Kind? {
    do throws(DatabaseError) {
        _ = try await body()
        return nil
    } catch { return error.kind }
}

/// The kinds of the errors among the results, nil for an answer.
func kinds(_ results: [QueryResult]) -> [DatabaseError.Kind?] {
    results.map { if case .failure(let error) = $0 { error.kind } else { nil } }
}
