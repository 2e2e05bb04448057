import Database
import EventSourcing
import Glibc
import Networking
import Postgres
import Synchronization

@testable import PostgresStorage

/// The private server of `Scripts/with-servers.sh`, and a migrated schema of its own for each test.
final class PostgresStore: Sendable {
    static let conninfo = getenv("BELVEDERE_TEST_POSTGRES").map { String(cString: $0) }
    /// A pooler in transaction mode before the same server.
    static let pooler = getenv("BELVEDERE_TEST_POOLER").map { String(cString: $0) }
    static var isThere: Bool { conninfo != nil }

    /// One store for all laws: a law makes names of its own, and the server has few connections.
    static let forLaws = Task { try await PostgresStore { $0.workConnections = 6 } }

    private static let made = Atomic<Int>(0)

    let schema: String
    let loop: EventLoop
    let settings: PostgresSettings
    let database: PostgresDatabase
    let events: PostgresEventStore
    let projections: SQLProjectionStore

    init(notifies: Bool = false, _ change: (inout PostgresSettings) -> Void = { _ in }) async throws {
        var settings = PostgresSettings(conninfo: Self.conninfo ?? "")
        schema = "s\(getpid())_\(Self.made.wrappingAdd(1, ordering: .relaxed).newValue)"
        settings.schema = schema
        settings.limits.lockTimeout = .seconds(20)
        settings.limits.writeTimeout = .seconds(30)
        settings.readConnections = 1
        settings.workConnections = 2
        change(&settings)
        self.settings = settings
        loop = try EventLoop(name: "test")
        database = PostgresDatabase(settings, loops: [loop])
        try await Migrator(directory: Self.migrations, dialect: .postgres).run(on: database)
        events = PostgresEventStore(database, notifyingOn: notifies ? loop : nil)
        projections = SQLProjectionStore(database)
    }

    /// Ends the connections and removes the schema.
    func remove() async throws {
        try await script("DROP SCHEMA \(schema) CASCADE")
        database.close()
        loop.stop()
        loop.join()
    }

    func script(_ sql: String) async throws {
        try await database.session("script") { session throws(DatabaseError) in try session.script(sql) }
    }

    static var migrations: String {
        let parts = #filePath.split(separator: "/").dropLast(4)
        return "/" + parts.joined(separator: "/") + "/Migrations"
    }
}
