import Database
import Glibc
import Networking
import Postgres
import PostgresStorage
import Rows
import SQLite

/// The configured database as it stands, with nothing applied to it: for those who look before they change it.
package struct BareStore: Sendable {
    package let dialect: SQLDialect
    package let reader: any DatabaseReader
    package let writer: any DatabaseWriter
    /// Finishes what waits and closes; never called on a loop.
    package let close: @Sendable () async -> Void
    private let target: any MigrationTarget
    private let migrator: Migrator

    /// False if there is no file of the embedded store yet, which opening would make.
    package static func isThere(_ storage: StorageSettings) -> Bool {
        storage.postgres != nil || access(storage.directory + "/" + EmbeddedStorage.fileName, F_OK) == 0
    }

    package static func open(
        _ storage: StorageSettings, files: FileSource, loops: EventLoopGroup
    ) throws -> BareStore {
        let dialect: SQLDialect = storage.postgres == nil ? .sqlite : .postgres
        let migrator = Migrator(try files.migrations(for: dialect))
        if let settings = storage.server {
            let database = PostgresDatabase(settings, loops: loops.loops)
            return BareStore(
                dialect: dialect, reader: database, writer: database, close: { database.close() }, target: database,
                migrator: migrator)
        }
        let path = OpenStorage.directory(storage) + "/" + EmbeddedStorage.fileName
        let database = try SQLiteDatabase(SQLiteSettings(path: path), loops: loops.loops)
        return BareStore(
            dialect: dialect, reader: database, writer: database, close: { database.close() }, target: database,
            migrator: migrator)
    }

    /// What the program has and the database has not, in order; throws if the database is not one of this program.
    package func missing() async throws -> [Migration] { try migrator.missing(try await applied()) }

    /// Applies what is missing and returns it.
    package func migrate() async throws(MigrationError) -> [Migration] { try await migrator.run(on: target) }

    /// Lets nodes connect as a role that can only add to the log.
    package func grant(to role: SQLName) async throws(DatabaseError) { try await NodeRole(role).grant(in: writer) }

    private static let hasTable = Statement(
        "migrations table", "SELECT (to_regclass('belvedere_migration') IS NOT NULL)::int::bigint", columns: [.int],
        sqlite: "SELECT count(*) FROM sqlite_schema WHERE name = 'belvedere_migration'")
    private static let applied = Statement(
        "applied migrations", "SELECT number, name, checksum FROM belvedere_migration ORDER BY number",
        columns: [.int, .text, .int], reach: .scan)

    private func applied() async throws -> [AppliedMigration] {
        let table = try await reader.rows(Self.hasTable)
        guard table.cell(row: 0, column: 0).int == 1 else { return [] }
        let rows = try await reader.rows(Self.applied)
        return (0..<rows.rowCount).map { row in
            AppliedMigration(
                number: Int(clamping: rows.cell(row: row, column: 0).int),
                name: rows.string(of: rows.cell(row: row, column: 1)), checksum: rows.cell(row: row, column: 2).int)
        }
    }
}
