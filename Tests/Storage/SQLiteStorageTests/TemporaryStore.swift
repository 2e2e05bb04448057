import Database
import EventSourcing
import Glibc
import Networking
import Prelude
import SQLite
import Synchronization

@testable import SQLiteStorage

/// A migrated database in a folder of its own that vanishes with the test.
final class TemporaryStore: Sendable {
    let directory: String
    let database: SQLiteDatabase
    let events: SQLiteEventStore
    let projections: SQLProjectionStore

    init(definitions: [TableDefinition] = [], _ change: (inout SQLiteSettings) -> Void = { _ in }) async throws {
        var template = Array(("/tmp/belvedere-store." + String(repeating: "X", count: 6)).utf8CString)
        guard mkdtemp(&template) != nil else {
            throw DatabaseError(.bug, code: "test", statement: "mkdtemp", message: "no temporary directory")
        }
        directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        var settings = SQLiteSettings(path: directory + "/test.db")
        settings.durability = .normal
        change(&settings)
        database = try SQLiteDatabase(settings)
        try await Migrator(directory: TemporaryStore.migrations, dialect: .sqlite).run(on: database)
        let clock = Ticking()
        events = SQLiteEventStore(database) { clock.now }
        projections = SQLProjectionStore(database, definitions: definitions)
    }

    deinit {
        database.close()
        for suffix in ["", "-wal", "-shm"] { unlink(database.settings.path + suffix) }
        rmdir(directory)
    }

    static var migrations: String {
        let parts = #filePath.split(separator: "/").dropLast(4)
        return "/" + parts.joined(separator: "/") + "/Migrations"
    }
}

/// A clock that moves a microsecond whenever it is looked at.
final class Ticking: Sendable {
    private let time = Atomic<Int64>(1_700_000_000_000_000)
    var now: Timestamp { Timestamp(microseconds: time.wrappingAdd(1, ordering: .relaxed).newValue) }
}
