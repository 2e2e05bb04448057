import ContextKit
import Database
import EventSourcing
import Lifecycle
import Networking
import Postgres
import PostgresStorage

/// The stores of a node that shares a PostgreSQL with others.
package enum ServerStorage {
    package static func open(
        _ settings: PostgresSettings, files: FileSource, models: [any ReadModel.Type], loops: EventLoopGroup
    ) async throws -> NodeStorage {
        let database = PostgresDatabase(settings, loops: loops.loops)
        _ = try await Migrator(try files.migrations(for: .postgres)).run(on: database)
        let events = PostgresEventStore(database, notifyingOn: loops.next())
        return NodeStorage(
            reader: database, events: events, snapshots: events, commands: events,
            projections: SQLProjectionStore(database, definitions: models.map { $0.table } + ProcessTables.definitions),
            subjectKeys: SQLSubjectKeys(database), cursorKey: try await CursorKey.shared(in: database),
            close: { database.close() })
    }
}
