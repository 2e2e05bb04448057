import Database
import Rows
import Testing

@testable import Postgres

@Suite(.enabled(if: TestServer.isThere, "needs BELVEDERE_TEST_POSTGRES"))
struct PostgresValuesTests {
    @Test func `every type comes back as it went`() async throws {
        let server = try TestServer()
        let echo = Statement(
            "echo", "SELECT $1::boolean, $2::bigint, $3::float8, $4::text, $5::bytea, $6::json, $7::uuid, $8::numeric",
            parameters: [.bool, .int, .double, .text, .blob, .json, .uuid, .decimal],
            columns: [.bool, .int, .double, .text, .blob, .json, .uuid, .decimal])
        let uuid = SQLValue.blob(Array(1...16))
        for int in [Int64.min, -1, 0, .max] {
            let rows = try await server.database.rows(
                echo, [true, .int(int), .double(-0.1), "żółw", .blob(Array(0...255)), "{\"a\": 1}", uuid, "-12.340"])
            #expect(rows.cell(row: 0, column: 1).int == int)
            #expect(rows.cell(row: 0, column: 2).double == -0.1)
            #expect(rows.string(of: rows.cell(row: 0, column: 3)) == "żółw")
            #expect(Array(rows.bytes(of: rows.cell(row: 0, column: 4))) == Array(0...255))
            #expect(rows.cell(row: 0, column: 5).tag == .json)
            #expect(rows.string(of: rows.cell(row: 0, column: 5)) == "{\"a\": 1}")
            #expect(Array(rows.bytes(of: rows.cell(row: 0, column: 6))) == Array(1...16))
            #expect(rows.string(of: rows.cell(row: 0, column: 7)) == "-12.340")
        }
        let nulls = try await server.database.rows(echo, Array(repeating: .null, count: 8))
        #expect(nulls.cells.allSatisfy { $0.isNull })
        let empty = try await server.database.rows(echo, [false, 0, .double(0), "", .blob([]), "null", uuid, "0"])
        #expect(empty.cell(row: 0, column: 3).tag == .text && empty.cell(row: 0, column: 4).tag == .blob)
    }

    @Test func `arrays of every type carry nulls, empties and order`() async throws {
        let server = try TestServer()
        let echo = Statement(
            "arrays",
            """
            SELECT a, b, c, d, e, f, g FROM unnest($1::boolean[], $2::bigint[], $3::float8[], $4::text[], $5::bytea[],
            $6::json[], $7::numeric[]) AS t(a, b, c, d, e, f, g)
            """,
            parameters: [
                .array(.bool), .array(.int), .array(.double), .array(.text), .array(.blob), .array(.json),
                .array(.decimal),
            ], columns: [.bool, .int, .double, .text, .blob, .json, .decimal])
        let rows = try await server.database.rows(
            echo,
            [
                .array([true, .null]), .array([.int(.max), -1]), .array([.double(0.5), .null]), .array(["", "b"]),
                .array([.blob([0, 1]), .blob([])]), .array(["[1]", .null]), .array(["1.50", .null]),
            ])
        #expect(rows.rowCount == 2)
        #expect(rows.cell(row: 0, column: 1).int == .max && rows.cell(row: 1, column: 1).int == -1)
        #expect(rows.cell(row: 1, column: 0).isNull && rows.cell(row: 1, column: 5).isNull)
        #expect(rows.string(of: rows.cell(row: 0, column: 6)) == "1.50")
        #expect(rows.cell(row: 0, column: 3).length == 0 && rows.cell(row: 0, column: 3).tag == .text)
        let empty = try await server.database.rows(echo, Array(repeating: .array([]), count: 7))
        #expect(empty.rowCount == 0)
    }

    @Test(arguments: [
        "0", "1", "-1", "10000", "9999.0001", "0.00000001", "-0.5", "123456789012345678901234567890.123456789", "1e30",
        "NaN", "Infinity", "-Infinity", "100000000", "0.1000", "-10000000.00000001",
    ])
    func `a decimal of any size is the text that the server prints`(_ text: String) async throws {
        let server = try TestServer()
        let both = Statement(
            "numeric", "SELECT $1::text::numeric, $1::text::numeric::text", parameters: [.text],
            columns: [.decimal, .text])
        let rows = try await server.database.rows(both, [.text(text)])
        #expect(rows.string(of: rows.cell(row: 0, column: 0)) == rows.string(of: rows.cell(row: 0, column: 1)))
    }

    @Test func `smaller numbers widen and times become microseconds since 1970`() async throws {
        let server = try TestServer()
        let all = Statement(
            "widths",
            "SELECT (-2)::int2, (-4)::int4, 0.5::float4, '1970-01-01 00:00:01.5Z'::timestamptz, "
                + "'[1]'::json, '[2]'::jsonb",
            columns: [.int, .int, .double, .int, .json, .json])
        let rows = try await server.database.rows(all)
        #expect(rows.cell(row: 0, column: 0).int == -2 && rows.cell(row: 0, column: 1).int == -4)
        #expect(rows.cell(row: 0, column: 2).double == 0.5 && rows.cell(row: 0, column: 3).int == 1_500_000)
    }

    @Test func `another type than declared is an error, and so is a NUL in a text`() async throws {
        let server = try TestServer()
        let wrong = Statement("wrong", "SELECT 'x'::text", columns: [.int])
        let many = Statement("many", "SELECT 1, 2", columns: [.int])
        let echo = Statement("echo", "SELECT $1::text", parameters: [.text], columns: [.text])
        #expect(await kind { () async throws(DatabaseError) in try await server.database.rows(wrong) } == .bug)
        #expect(await kind { () async throws(DatabaseError) in try await server.database.rows(many) } == .bug)
        #expect(
            await kind { () async throws(DatabaseError) in try await server.database.rows(echo, [.text([97, 0])]) }
                == .rejected)
    }

    @Test(
        arguments: [
            [], [0], [0, 1, 0, 0, 0, 0, 0, 0], [0, 1, 0, 0, 0x12, 0x34, 0, 0, 0, 1], [0xff, 0xff, 0, 0, 0, 0, 0, 0],
            [0, 0, 0, 0, 0, 0, 0xff, 0xff],
        ] as [[UInt8]])
    func `a numeric that is none is refused without a trap`(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { #expect(PostgresNumeric.text($0) == nil) }
    }
}
