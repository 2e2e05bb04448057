import Database
import Prelude
import Rows

extension SQLiteDatabase: MigrationTarget {
    /// The write lock of the file is the migration lock; a second process waits for it and then finds nothing missing.
    package func migrate(
        _ plan: @escaping @Sendable ([AppliedMigration]) throws(MigrationError) -> [Migration]
    ) async throws(MigrationError) -> [Migration] {
        let refusal = Lock<MigrationError?>(nil)
        do throws(DatabaseError) {
            return try await transaction("migrate") { connection throws(DatabaseError) in
                do throws(MigrationError) {
                    return try connection.migrate(plan)
                } catch {
                    refusal.withLock { $0 = error }
                    throw .refused(.conflict, "migrate", "rolled back")
                }
            }
        } catch {
            throw refusal.withLock { $0 } ?? .database(error)
        }
    }
}

extension SQLiteConnection {
    private static let applied = Statement(
        "migrations", "SELECT number, name, checksum FROM belvedere_migration ORDER BY number",
        columns: [.int, .text, .int])
    private static let note = Statement(
        "note migration", "INSERT INTO belvedere_migration (number, name, checksum) VALUES ($1, $2, $3)",
        parameters: [.int, .text, .int])

    /// Applies everything that is missing, inside the writer's transaction.
    fileprivate func migrate(
        _ plan: ([AppliedMigration]) throws(MigrationError) -> [Migration]
    ) throws(MigrationError) -> [Migration] {
        let applied: [AppliedMigration]
        do throws(DatabaseError) {
            try script(
                "CREATE TABLE IF NOT EXISTS belvedere_migration "
                    + "(number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum INTEGER NOT NULL) STRICT")
            let rows = try run(SQLiteConnection.applied)
            applied = (0..<rows.rowCount).map { row in
                AppliedMigration(
                    number: Int(rows.cell(row: row, column: 0).int),
                    name: rows.string(of: rows.cell(row: row, column: 1)),
                    checksum: rows.cell(row: row, column: 2).int)
            }
        } catch {
            throw .database(error)
        }
        let missing = try plan(applied)
        for migration in missing { try apply(migration) }
        return missing
    }

    private func apply(_ migration: Migration) throws(MigrationError) {
        do throws(DatabaseError) {
            try script(migration.sql, name: migration.name)
            try run(
                SQLiteConnection.note,
                [.int(Int64(migration.number)), .text(migration.name), .int(migration.checksum)])
        } catch {
            throw .failed(number: migration.number, name: migration.name, error)
        }
    }
}
