import Database
import Testing

struct MigratorTests {
    private let files = [
        Migration(number: 2, name: "b", sql: "two"), Migration(number: 1, name: "a", sql: "one"),
        Migration(number: 3, name: "c", sql: "three"),
    ]

    private func applied(_ count: Int) -> [AppliedMigration] {
        Migrator(files).migrations.prefix(count).map {
            AppliedMigration(number: $0.number, name: $0.name, checksum: $0.checksum)
        }
    }

    @Test(arguments: 0...3)
    func `only what is missing runs, in order`(_ count: Int) throws {
        let missing = try Migrator(files).missing(applied(count))
        #expect(missing.map(\.number) == Array([1, 2, 3].dropFirst(count)))
    }

    @Test func `a file that was edited after it had run stops everything`() {
        var edited = files
        edited[1] = Migration(number: 1, name: "a", sql: "one and more")
        #expect(throws: MigrationError.edited(number: 1, name: "a")) { try Migrator(edited).missing(applied(2)) }
    }

    @Test func `a database newer than the program stops everything`() {
        #expect(throws: MigrationError.unknown(number: 3, name: "c")) {
            try Migrator(Array(files.prefix(2))).missing(applied(3))
        }
    }

    @Test func `numbers have no holes and no twins`() {
        #expect(throws: MigrationError.outOfOrder(number: 3)) {
            try Migrator([files[1], files[2]]).missing([])
        }
        #expect(throws: MigrationError.outOfOrder(number: 1)) {
            try Migrator([files[1], files[1]]).missing([])
        }
    }

    @Test(arguments: ["1-a.sql", "0001.sql", "0000-a.sql", "0001-a.txt", "x001-a.sql"])
    func `a file name that is not a migration is not read as one`(_ name: String) {
        #expect(Migration(fileName: name, sql: "") == nil)
    }

    @Test func `a file name gives number and name`() {
        #expect(
            Migration(fileName: "0012-read-models.sql", sql: "x")
                == Migration(number: 12, name: "read-models", sql: "x"))
    }

    @Test func `a folder that is not there is named`() {
        #expect(throws: MigrationError.unreadable(path: "/nowhere/sqlite")) {
            try Migrator(directory: "/nowhere", dialect: .sqlite)
        }
    }
}
