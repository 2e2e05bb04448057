import Database
import EventSourcing
import Lifecycle
import Networking
import Postgres
import PostgresStorage
import SQLite
import SQLiteStorage

/// The store that a probe was given, migrated: `sqlite:<file>` or a connection string.
struct ProbeStore: Sendable {
    let events: any EventStore
    let projections: any ProjectionStore
    private let group: EventLoopGroup

    init(_ place: String, _ migrations: String) async throws {
        group = try EventLoopGroup(count: 1)
        if place.hasPrefix("sqlite:") {
            let database = try SQLiteDatabase(SQLiteSettings(path: String(place.dropFirst(7))), loops: group.loops)
            try await Migrator(directory: migrations, dialect: .sqlite).run(on: database)
            events = SQLiteEventStore(database) { SystemClock.wallTime }
            projections = SQLProjectionStore(database)
        } else {
            var settings = PostgresSettings(conninfo: place)
            settings.schema = "soak"
            let database = PostgresDatabase(settings, loops: group.loops)
            try await Migrator(directory: migrations, dialect: .postgres).run(on: database)
            events = PostgresEventStore(database)
            projections = SQLProjectionStore(database)
        }
    }
}
