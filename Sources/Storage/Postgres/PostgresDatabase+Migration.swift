import Database
import Prelude
import Rows

extension PostgresDatabase: MigrationTarget {
    /// Any number; it only has to be the same in every version of the program.
    private static let lockKey: Int64 = 7_083_172_546_211
    private static let lock = Statement("migration lock", "SELECT pg_advisory_xact_lock($1)", parameters: [.int])
    private static let isThere = Statement(
        "migrations table", "SELECT to_regclass('belvedere_migration') IS NOT NULL", columns: [.bool])
    private static let applied = Statement(
        "migrations", "SELECT number, name, checksum FROM belvedere_migration ORDER BY number",
        columns: [.int, .text, .int])
    private static let note = Statement(
        "note migration", "INSERT INTO belvedere_migration (number, name, checksum) VALUES ($1, $2, $3)",
        parameters: [.int, .text, .int])

    package func migrate(
        _ plan: @escaping @Sendable ([AppliedMigration]) throws(MigrationError) -> [Migration]
    ) async throws(MigrationError) -> [Migration] {
        let refusal = Lock<MigrationError?>(nil)
        let schema = settings.schema
        do throws(DatabaseError) {
            return try await session("migrate") { session throws(DatabaseError) in
                do throws(MigrationError) {
                    return try PostgresDatabase.migrate(session, schema, plan)
                } catch {
                    // The connection closes with the session, and the server rolls back.
                    refusal.withLock { $0 = error }
                    throw .refused(.conflict, "migrate", "rolled back")
                }
            }
        } catch {
            throw refusal.withLock { $0 } ?? .database(error)
        }
    }

    private static func migrate(
        _ session: PostgresSession, _ schema: String?,
        _ plan: ([AppliedMigration]) throws(MigrationError) -> [Migration]
    ) throws(MigrationError) -> [Migration] {
        let applied: [AppliedMigration]
        do throws(DatabaseError) {
            // A node waits for another's migrations for as long as they take.
            try session.script("BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0")
            try session.run(lock, [.int(lockKey)])
            // Why asked first: a role that may not make them could not even say IF NOT EXISTS.
            if try !session.run(isThere).cell(row: 0, column: 0).bool {
                if let schema { try session.script("CREATE SCHEMA IF NOT EXISTS \"\(schema)\"") }
                try session.script(
                    "CREATE TABLE belvedere_migration (number bigint PRIMARY KEY, name text NOT NULL, "
                        + "checksum bigint NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())")
            }
            let rows = try session.run(Self.applied)
            applied = (0..<rows.rowCount).map { row in
                AppliedMigration(
                    number: Int(clamping: rows.cell(row: row, column: 0).int),
                    name: rows.string(of: rows.cell(row: row, column: 1)), checksum: rows.cell(row: row, column: 2).int)
            }
        } catch {
            throw .database(error)
        }
        let missing = try plan(applied)
        for migration in missing {
            do throws(DatabaseError) {
                try session.script(migration.sql, name: migration.name)
                try session.run(
                    note, [.int(Int64(migration.number)), .text(migration.name), .int(migration.checksum)])
            } catch {
                throw .failed(number: migration.number, name: migration.name, error)
            }
        }
        do throws(DatabaseError) { try session.script("COMMIT") } catch { throw .database(error) }
        return missing
    }
}
