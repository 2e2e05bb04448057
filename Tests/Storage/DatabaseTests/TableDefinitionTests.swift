import Database
import Testing

struct TableDefinitionTests {
    private let table = TableDefinition(
        "usage", version: 3,
        columns: [
            .init("tenant", .int), .init("model", .text), .init("tokens", .int, merge: .add),
            .init("first_at", .int, optional: true, merge: .least), .init("label", .text, merge: .keep),
        ],
        primaryKey: ["tenant", "model"], indexes: [.init("by_model", on: ["model", "tenant"])])

    @Test func `each engine gets its own types`() {
        #expect(
            table.create(generation: 2, in: .sqlite) == [
                "CREATE TABLE IF NOT EXISTS \"usage_v3_g2\" (\"tenant\" INTEGER NOT NULL, \"model\" TEXT NOT NULL, "
                    + "\"tokens\" INTEGER NOT NULL, \"first_at\" INTEGER, \"label\" TEXT NOT NULL, "
                    + "PRIMARY KEY (\"tenant\", \"model\")) STRICT, WITHOUT ROWID"
            ])
        #expect(table.create(generation: 2, in: .postgres)[0].contains("\"model\" text COLLATE \"C\" NOT NULL"))
        #expect(
            table.createIndexes(generation: 2, in: .postgres) == [
                "CREATE INDEX IF NOT EXISTS \"usage_v3_g2_by_model\" ON \"usage_v3_g2\" (\"model\", \"tenant\")"
            ])
    }

    @Test func `readers name the view, which shows one generation`() {
        #expect(table.readName == "usage_v3")
        #expect(table.show(generation: 2, in: .postgres)[0].hasPrefix("CREATE OR REPLACE VIEW \"usage_v3\" AS SELECT"))
        #expect(table.show(generation: 2, in: .sqlite).count == 2)
        #expect(table.show(generation: 7, in: .sqlite)[1].hasSuffix("FROM \"usage_v3_g7\""))
    }

    @Test func `a merge follows the rule of each column`() {
        let sql = TableStatements(table, generation: 1, dialect: .postgres).merge.sql
        #expect(sql.contains("unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[], $5::text[])"))
        #expect(sql.contains("\"tokens\" = present.\"tokens\" + excluded.\"tokens\""))
        #expect(sql.contains("\"first_at\" = LEAST(present.\"first_at\", excluded.\"first_at\")"))
        #expect(!sql.contains("\"label\" ="))
    }

    @Test func `an index on a column that is not there is refused when the table is declared`() async {
        await #expect(processExitsWith: .failure) {
            _ = TableDefinition(
                "t", version: 1, columns: [.init("a", .int)], primaryKey: ["a"], indexes: [.init("i", on: ["b"])])
        }
    }
}
