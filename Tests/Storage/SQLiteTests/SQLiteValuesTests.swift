import Database
import Rows
import Testing

@testable import SQLite

struct SQLiteValuesTests {
    private static let echo = Statement(
        "echo", "SELECT $1, $2, $3, $4, $5, $6",
        parameters: [.bool, .int, .double, .text, .blob, .json],
        columns: [.bool, .int, .double, .text, .blob, .json])

    private func echo(_ values: [SQLValue]) async throws -> RowBatch {
        let place = try TemporaryDatabase()
        return try await place.database.rows(Self.echo, values)
    }

    @Test(arguments: [Int64.min, -1, 0, 1, .max])
    func `whole numbers come back to their last bit`(_ value: Int64) async throws {
        let rows = try await echo([.bool(value > 0), .int(value), 0.5.value, "", .blob([]), "{}"])
        #expect(rows.cell(row: 0, column: 0).bool == (value > 0))
        #expect(rows.cell(row: 0, column: 1).int == value)
    }

    @Test(arguments: [0.1, -0.0, .greatestFiniteMagnitude, .leastNonzeroMagnitude, .infinity, 3])
    func `doubles come back to their last bit`(_ value: Double) async throws {
        let rows = try await echo([true, 1, value.value, "", .blob([]), "{}"])
        #expect(rows.cell(row: 0, column: 2).double.bitPattern == value.bitPattern)
    }

    @Test func `a NUL inside a text and any byte in a blob survive`() async throws {
        let rows = try await echo([true, 1, 1.0.value, .text([97, 0, 98]), .blob(Array(0...255)), "[null]"])
        #expect(Array(rows.bytes(of: rows.cell(row: 0, column: 3))) == [97, 0, 98])
        #expect(Array(rows.bytes(of: rows.cell(row: 0, column: 4))) == Array(0...255))
        #expect(rows.cell(row: 0, column: 5).tag == .json)
    }

    @Test func `empty is not null`() async throws {
        let rows = try await echo([.null, .null, .null, "", .blob([]), .null])
        #expect(rows.cell(row: 0, column: 0).isNull && rows.cell(row: 0, column: 5).isNull)
        #expect(rows.cell(row: 0, column: 3).tag == .text && rows.cell(row: 0, column: 3).length == 0)
        #expect(rows.cell(row: 0, column: 4).tag == .blob && rows.cell(row: 0, column: 4).length == 0)
    }

    @Test func `a value of a gigabyte is refused, not tried`() async throws {
        let place = try TemporaryDatabase { $0.limits.parameterBytesMax = 1 << 20 }
        let big = SQLValue.blob(Array(repeating: 0, count: 2 << 20))
        #expect(
            await kind { () async throws(DatabaseError) in
                try await place.database.rows(Self.echo, [true, 1, 1.0.value, "", big, "{}"])
            } == .rejected)
        let own = Statement("zeros", "SELECT zeroblob(1073741824)", columns: [.blob])
        #expect(await kind { () async throws(DatabaseError) in try await place.database.rows(own) } == .rejected)
    }

    @Test func `array parameters carry whole numbers, texts with NUL and blobs, and leave nothing behind`() async throws
    {
        let place = try TemporaryDatabase()
        try await place.script("CREATE TABLE t (n INTEGER PRIMARY KEY, s TEXT, b BLOB) STRICT")
        let insert = Statement("insert", "INSERT INTO t VALUES ($1, $2, $3)", parameters: [.int, .text, .blob])
        for number in Int64(0)..<10 {
            try await place.database.write(insert, [.int(number), .text([0, UInt8(number)]), .blob([UInt8(number)])])
        }
        let byNumber = Statement(
            "by number", "SELECT n FROM t WHERE n = ANY($1::bigint[]) ORDER BY n", parameters: [.array(.int)],
            columns: [.int])
        let byText = Statement(
            "by text", "SELECT n FROM t WHERE s = ANY($1) AND b = ANY($2) ORDER BY n",
            parameters: [.array(.text), .array(.blob)], columns: [.int])
        let numbers = try await place.database.rows(byNumber, [.array([3, 11, 1, 3])])
        #expect(numbers.cells.map(\.int) == [1, 3])
        let texts = try await place.database.rows(
            byText, [.array([.text([0, 4]), .text([0, 5])]), .array([.blob([5]), .blob([6])])])
        #expect(texts.cells.map(\.int) == [5])
        #expect(try await place.database.rows(byNumber, [.array([])]).rowCount == 0)
        #expect(try await place.database.scans(of: byNumber).isEmpty)
    }

    @Test func `a column of another type than declared is an error, not a wrong value`() async throws {
        let place = try TemporaryDatabase()
        let wrong = Statement("wrong", "SELECT 'text'", columns: [.int])
        let many = Statement("many", "SELECT 1, 2", columns: [.int])
        #expect(await kind { () async throws(DatabaseError) in try await place.database.rows(wrong) } == .bug)
        #expect(await kind { () async throws(DatabaseError) in try await place.database.rows(many) } == .bug)
    }
}

extension Double {
    fileprivate var value: SQLValue { .double(self) }
}
