/// Brings a database to the state that a list of migrations describes, however many nodes start at once.
package struct Migrator: Sendable {
    package let migrations: [Migration]

    package init(_ migrations: [Migration]) {
        self.migrations = migrations.sorted { $0.number < $1.number }
    }

    /// Reads `<directory>/<engine>/NNNN-name.sql`.
    package init(directory: String, dialect: SQLDialect) throws(MigrationError) {
        self.init(try MigrationFiles.read("\(directory)/\(dialect.rawValue)"))
    }

    /// Applies what is missing and returns it.
    @discardableResult
    package func run(on target: some MigrationTarget) async throws(MigrationError) -> [Migration] {
        try await target.migrate { applied throws(MigrationError) in try missing(applied) }
    }

    /// What has to be applied to a database that says it has `applied`, or why nothing may be.
    package func missing(_ applied: [AppliedMigration]) throws(MigrationError) -> [Migration] {
        for (index, migration) in migrations.enumerated() where migration.number != index + 1 {
            throw .outOfOrder(number: migration.number)
        }
        for (index, old) in applied.sorted(by: { $0.number < $1.number }).enumerated() {
            guard old.number == index + 1 else { throw .outOfOrder(number: old.number) }
            guard index < migrations.count else { throw .unknown(number: old.number, name: old.name) }
            guard migrations[index].checksum == old.checksum else {
                throw .edited(number: old.number, name: migrations[index].name)
            }
        }
        return Array(migrations.dropFirst(applied.count))
    }
}
