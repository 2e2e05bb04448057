/// One file of `Migrations/<engine>/`: what it is called, what it says, and the fingerprint that shows later edits.
package struct Migration: Sendable, Equatable {
    package let number: Int
    package let name: String
    package let sql: String

    package init(number: Int, name: String, sql: String) {
        (self.number, self.name, self.sql) = (number, name, sql)
    }

    /// FNV-1a of the text: it has to reveal an accident, not an attack.
    package var checksum: Int64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in sql.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return Int64(bitPattern: hash)
    }

    /// Reads `0007-read-models.sql`; nil for a file that is named otherwise.
    package init?(fileName: String, sql: String) {
        guard fileName.hasSuffix(".sql") else { return nil }
        let stem = fileName.dropLast(4)
        guard let dash = stem.firstIndex(of: "-"), stem.distance(from: stem.startIndex, to: dash) == 4,
            let number = Int(stem[..<dash]), number > 0
        else { return nil }
        self.init(number: number, name: String(stem[stem.index(after: dash)...]), sql: sql)
    }
}

/// A migration that a database says it has.
package struct AppliedMigration: Sendable, Equatable {
    package let number: Int
    package let name: String
    package let checksum: Int64

    package init(number: Int, name: String, checksum: Int64) {
        (self.number, self.name, self.checksum) = (number, name, checksum)
    }
}

/// Why migrations do not run; each names the file to look at.
package enum MigrationError: Error, Sendable, Equatable {
    /// The file was edited after it had been applied.
    case edited(number: Int, name: String)
    /// The database has a migration that this program does not know: it is older than the database.
    case unknown(number: Int, name: String)
    /// A file comes before one that has been applied, or a number is missing or used twice.
    case outOfOrder(number: Int)
    case unreadable(path: String)
    case failed(number: Int, name: String, DatabaseError)
    case database(DatabaseError)
}

/// A database that can be migrated.
package protocol MigrationTarget: Sendable {
    var dialect: SQLDialect { get }

    /// Takes the migration lock, asks `plan` what is missing, applies that, and commits all of it or nothing.
    func migrate(
        _ plan: @escaping @Sendable ([AppliedMigration]) throws(MigrationError) -> [Migration]
    ) async throws(MigrationError) -> [Migration]
}
