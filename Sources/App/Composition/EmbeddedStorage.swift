import ContextKit
import Database
import EventSourcing
import Lifecycle
import Networking
import SQLite
import SQLiteStorage

/// The stores of a node that needs nothing beside it: one SQLite file.
package enum EmbeddedStorage {
    static let fileName = "belvedere.db"

    package static func open(
        _ path: String, files: FileSource, models: [any ReadModel.Type], loops: EventLoopGroup, clock: any Clock
    ) async throws -> NodeStorage {
        let database = try SQLiteDatabase(SQLiteSettings(path: path), loops: loops.loops)
        _ = try await Migrator(try files.migrations(for: .sqlite)).run(on: database)
        let events = SQLiteEventStore(database, now: { clock.wallTime })
        return NodeStorage(
            reader: database, events: events, snapshots: events, commands: events,
            projections: SQLProjectionStore(database, definitions: models.map { $0.table } + ProcessTables.definitions),
            subjectKeys: SQLSubjectKeys(database), close: { database.close() })
    }
}
