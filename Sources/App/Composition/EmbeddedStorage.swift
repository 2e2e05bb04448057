import ContextKit
import Database
import EventSourcing
import Lifecycle
import Networking
import SQLite

/// The stores of a node that needs nothing beside it: one SQLite file.
package enum EmbeddedStorage {
    package static func open(
        _ path: String, models: [any ReadModel.Type], loops: EventLoopGroup, clock: any Clock
    ) async throws -> NodeStorage {
        let database = try SQLiteDatabase(SQLiteSettings(path: path), loops: loops.loops)
        for model in models {
            let statements = model.table.create(generation: 1, in: .sqlite) + model.table.show(generation: 1)
            for sql in statements { _ = try await database.write(Statement("create", sql), []) }
        }
        let events = InMemoryEventStore(now: { clock.wallTime })
        return NodeStorage(
            reader: database, events: events, snapshots: nil,
            projections: InMemoryProjectionStore(now: { clock.wallTime }),
            close: { database.close() })
    }
}
