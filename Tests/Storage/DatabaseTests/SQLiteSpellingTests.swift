import Database
import Testing

struct SQLiteSpellingTests {
    private func check(_ postgres: String, _ sqlite: String, _ location: SourceLocation = #_sourceLocation) {
        #expect(SQLDialect.sqlite.spell(postgres) == sqlite, sourceLocation: location)
        #expect(SQLDialect.postgres.spell(postgres) == postgres, sourceLocation: location)
    }

    @Test func `parameters keep their numbers whatever their order`() {
        check("SELECT $2, $1, $12", "SELECT ?2, ?1, ?12")
    }

    @Test func `casts vanish with their brackets`() {
        check("SELECT $1::bigint[], a::text, b", "SELECT ?1, a, b")
    }

    @Test func `membership in an array becomes a table-valued function`() {
        check("a = ANY($1)", "a IN (SELECT value FROM array_elements(?1))")
        check("a = ANY($3::text[]) AND b = $1", "a IN (SELECT value FROM array_elements(?3)) AND b = ?1")
    }

    @Test func `row locks vanish`() {
        check("SELECT a FROM t FOR UPDATE SKIP LOCKED", "SELECT a FROM t")
        check("SELECT a FROM t ORDER BY a FOR NO KEY UPDATE", "SELECT a FROM t ORDER BY a")
    }

    @Test func `literals, quoted names and comments stay as they are`() {
        check("SELECT '$1::x', \"$2\", 'it''s $3' -- $4\n, $5", "SELECT '$1::x', \"$2\", 'it''s $3' -- $4\n, ?5")
        check("SELECT 'open $1", "SELECT 'open $1")
    }

    @Test func `a fragment numbers its holes across joined parts`() {
        let name: SQLName = "tenant"
        let first: SQLFragment = "\(name: name) = \(.int)"
        let both = SQLFragment.joined([first, "kind = ANY(\(.array(.text)))"], by: " AND ")
        let (sql, parameters) = ("SELECT a FROM t WHERE \(both)" as SQLFragment).numbered()
        #expect(sql == "SELECT a FROM t WHERE \"tenant\" = $1 AND kind = ANY($2)")
        #expect(parameters == [.int, .array(.text)])
    }

    @Test(arguments: ["", "1a", "Order", "a-b", "a\"b", "ż", String(repeating: "a", count: 49)])
    func `a name that an engine would change is refused`(_ text: String) {
        #expect(SQLName(text) == nil)
    }
}
