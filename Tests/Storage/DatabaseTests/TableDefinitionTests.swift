import Database
import Testing

struct TableDefinitionTests {
    private let table = TableDefinition(
        "usage",
        columns: [
            .init("tenant", .text), .init("at", .int), .init("tokens", .int), .init("note", .text, optional: true),
        ],
        primaryKey: ["tenant", "at"], indexes: [.init("by_time", on: ["at", "tenant"])])

    @Test func `each engine gets its own types`() {
        #expect(
            table.create(generation: 2, in: .sqlite) == [
                "CREATE TABLE IF NOT EXISTS \"usage_g2\" (\"tenant\" TEXT NOT NULL, \"at\" INTEGER NOT NULL, "
                    + "\"tokens\" INTEGER NOT NULL, \"note\" TEXT, PRIMARY KEY (\"tenant\", \"at\")) "
                    + "STRICT, WITHOUT ROWID",
                "CREATE INDEX IF NOT EXISTS \"usage_g2_by_time\" ON \"usage_g2\" (\"at\", \"tenant\")",
            ])
        #expect(table.create(generation: 2, in: .postgres)[0].contains("\"tenant\" text COLLATE \"C\" NOT NULL"))
    }

    @Test func `readers name the view, which shows one generation`() {
        #expect(table.show(generation: 7, in: .postgres)[0] == "DROP VIEW IF EXISTS \"usage\"")
        #expect(table.show(generation: 7, in: .postgres)[1].hasSuffix("FROM \"usage_g7\""))
    }

    @Test func `a set of rows is one statement for PostgreSQL and many for SQLite`() {
        let rows: [[SQLValue]] = [["a", 1, 10, .null], ["b", 2, 20, "x"]]
        let postgres = TableStatements(table, generation: 1, dialect: .postgres)
        #expect(
            postgres.queries(postgres.put, rows).map(\.parameters) == [
                [.array(["a", "b"]), .array([1, 2]), .array([10, 20]), .array([.null, "x"])]
            ])
        #expect(postgres.put.sql.contains("unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[])"))
        let sqlite = TableStatements(table, generation: 1, dialect: .sqlite)
        #expect(sqlite.queries(sqlite.put, rows).map(\.parameters) == rows)
    }

    @Test func `a range exists for every prefix shorter than the key, and no other`() {
        let statements = TableStatements(table, generation: 1, dialect: .postgres)
        let range = statements.range(prefix: 1, from: true, through: true)
        #expect(range?.parameters == [.text, .int, .int, .int])
        #expect(range?.sql.contains("\"at\" >= $2 AND present.\"at\" <= $3 ORDER BY") == true)
        #expect(statements.range(prefix: 0, from: false, through: false)?.parameters == [.int])
        #expect(statements.range(prefix: 2, from: false, through: false) == nil)
        #expect(statements.range(prefix: -1, from: false, through: false) == nil)
    }

    @Test func `an index on a column that is not there is refused when the table is declared`() async {
        await #expect(processExitsWith: .failure) {
            _ = TableDefinition("t", columns: [.init("a", .int)], primaryKey: ["a"], indexes: [.init("i", on: ["b"])])
        }
    }
}
