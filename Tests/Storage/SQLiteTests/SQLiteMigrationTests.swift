import Database
import Testing

@testable import SQLite

struct SQLiteMigrationTests {
    private let good = [
        Migration(number: 1, name: "t", sql: "CREATE TABLE t (a INTEGER) STRICT; INSERT INTO t VALUES (1);"),
        Migration(number: 2, name: "u", sql: "CREATE TABLE u (a INTEGER) STRICT;"),
    ]

    @Test func `each runs once`() async throws {
        let place = try TemporaryDatabase()
        #expect(try await Migrator([good[0]]).run(on: place.database).map(\.number) == [1])
        #expect(try await Migrator(good).run(on: place.database).map(\.number) == [2])
        #expect(try await Migrator(good).run(on: place.database).isEmpty)
    }

    @Test func `two nodes that start together migrate once`() async throws {
        let place = try TemporaryDatabase()
        let other = try SQLiteDatabase(place.settings)
        async let first = Migrator(good).run(on: place.database)
        async let second = Migrator(good).run(on: other)
        #expect(try await (first + second).map(\.number).sorted() == [1, 2])
        other.close()
    }

    @Test func `one that fails leaves nothing behind and is named`() async throws {
        let place = try TemporaryDatabase()
        let broken = good + [Migration(number: 3, name: "bad", sql: "CREATE TABLE v (a INTEGER); SELEKT 1;")]
        do throws(MigrationError) {
            _ = try await Migrator(broken).run(on: place.database)
            Issue.record("a broken migration ran")
        } catch {
            guard case .failed(3, "bad", let underlying) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(underlying.kind == .bug)
        }
        #expect(try await Migrator(good).run(on: place.database).map(\.number) == [1, 2])
    }

    @Test func `an edited one is refused`() async throws {
        let place = try TemporaryDatabase()
        _ = try await Migrator(good).run(on: place.database)
        let edited = [Migration(number: 1, name: "t", sql: "CREATE TABLE t (b INTEGER)"), good[1]]
        await #expect(throws: MigrationError.edited(number: 1, name: "t")) {
            try await Migrator(edited).run(on: place.database)
        }
    }
}
