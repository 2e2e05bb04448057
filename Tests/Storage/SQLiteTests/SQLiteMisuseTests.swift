import Database
import Rows
import Synchronization
import Testing

@testable import SQLite

@Suite(.serialized) struct SQLiteMisuseTests {
    @Test func `a statement that declares other parameters than it takes is refused`() throws {
        let place = try TemporaryDatabase()
        let connection = try SQLiteConnection(place.settings, isReadOnly: false)
        let more = Statement("more", "SELECT $1", parameters: [.int, .int])
        let fewer = Statement("fewer", "SELECT $1, $2", parameters: [.int])
        #expect(throws: DatabaseError.self) { try connection.run(more, [1, 2]) }
        #expect(throws: DatabaseError.self) { try connection.run(fewer, [1]) }
        #expect(throws: DatabaseError.self) { try connection.run(fewer, []) }
    }

    @Test func `a statement is usable again after it failed halfway`() throws {
        let place = try TemporaryDatabase()
        let connection = try SQLiteConnection(place.settings, isReadOnly: false)
        let halving = Statement("halving", "SELECT abs($1)", parameters: [.int], columns: [.int])
        #expect(throws: DatabaseError.self) { try connection.run(halving, [.int(.min)]) }
        #expect(try connection.run(halving, [-4]).cells.map(\.int) == [4])
    }

    @Test func `the cache of statements is bounded and forgets the one unused for longest`() throws {
        let place = try TemporaryDatabase { $0.limits.preparedMax = 8 }
        let connection = try SQLiteConnection(place.settings, isReadOnly: false)
        let before = SQLiteStatement.openCount.load(ordering: .relaxed)
        let kept = Statement("kept", "SELECT 0", columns: [.int])
        for number in 0..<40 {
            _ = try connection.run(kept)
            _ = try connection.run(Statement("n\(number)", "SELECT \(number)", columns: [.int]))
        }
        #expect(SQLiteStatement.openCount.load(ordering: .relaxed) - before <= 8 + 8)
    }

    @Test func `every handle, statement and array is freed`() async throws {
        weak var weakHandle: SQLiteHandle?
        let arrays = SQLiteArrayModule.boundCount.load(ordering: .relaxed)
        do {
            let place = try TemporaryDatabase()
            let connection = try SQLiteConnection(place.settings, isReadOnly: false)
            weakHandle = connection.handle
            let any = Statement("any", "SELECT 1 WHERE 1 = ANY($1)", parameters: [.array(.int)], columns: [.int])
            for _ in 0..<10 { _ = try connection.run(any, [.array([1, 2])]) }
        }
        #expect(weakHandle == nil)
        #expect(SQLiteArrayModule.boundCount.load(ordering: .relaxed) <= arrays)
    }

    @Test(arguments: [
        "SELECT * FROM array_elements", "SELECT * FROM array_elements(1)", "SELECT * FROM array_elements('x')",
        "SELECT * FROM array_elements(NULL)",
    ])
    func `the array function given no array is empty`(_ sql: String) throws {
        let place = try TemporaryDatabase()
        let connection = try SQLiteConnection(place.settings, isReadOnly: false)
        #expect(try connection.run(Statement("odd", sql)).rowCount == 0)
    }

    @Test func `readers that were opened before one that cannot be are closed again`() throws {
        let place = try TemporaryDatabase()
        var settings = place.settings
        settings.scanThreads = 3
        weak var first: SQLiteConnection?
        var opened = 0
        #expect(throws: DatabaseError.self) {
            try SQLiteReaderPool(settings) { settings throws(DatabaseError) in
                opened += 1
                guard opened < 3 else { throw .refused(.unavailable, "open", "no more") }
                let connection = try SQLiteConnection(settings, isReadOnly: true)
                if opened == 1 { first = connection }
                return connection
            }
        }
        #expect(opened == 3)
        #expect(first == nil, "the thread that had it has ended")
    }
}
