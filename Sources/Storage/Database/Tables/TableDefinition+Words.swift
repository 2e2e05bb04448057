/// How the words of a column are kept and asked for in either engine.
extension TableDefinition.Words {
    /// What PostgreSQL indexes and compares: words as they are written, in no language.
    private var document: String { "to_tsvector('simple', coalesce(\(column.quoted), ''))" }

    func create(on table: String, in dialect: SQLDialect) -> [String] {
        switch dialect {
        case .postgres:
            return ["CREATE INDEX IF NOT EXISTS \"\(table)_words\" ON \"\(table)\" USING gin (\(document))"]
        case .sqlite:
            let words = "\"\(table)_words\""
            let put =
                "INSERT INTO \(words) (rowid, \"words\") SELECT new.\(row.quoted), new.\(column.quoted) "
                + "WHERE new.\(column.quoted) IS NOT NULL;"
            let remove = "DELETE FROM \(words) WHERE rowid = old.\(row.quoted);"
            func trigger(_ event: String, _ effects: String) -> String {
                "CREATE TRIGGER IF NOT EXISTS \"\(table)_words_\(event)\" AFTER \(event) ON \"\(table)\" "
                    + "BEGIN \(effects) END"
            }
            return [
                "CREATE VIRTUAL TABLE IF NOT EXISTS \(words) "
                    + "USING fts5(\"words\", tokenize = 'unicode61 remove_diacritics 0')",
                trigger("insert", put), trigger("update", remove + " " + put), trigger("delete", remove),
            ]
        }
    }

    /// Why a view: readers do not know generations.
    func show(as name: SQLName, on table: String, in dialect: SQLDialect) -> [String] {
        switch dialect {
        case .postgres: []
        case .sqlite:
            [
                "DROP VIEW IF EXISTS \"\(name)_words\"",
                "CREATE VIEW \"\(name)_words\" AS SELECT rowid AS \"place\", \"words\" FROM \"\(table)_words\"",
            ]
        }
    }

    func drop(from table: String, in dialect: SQLDialect) -> [String] {
        switch dialect {
        case .postgres: []
        case .sqlite: ["DROP TABLE IF EXISTS \"\(table)_words\""]
        }
    }

    /// The rows of the view that have all of the words; the parameter is what `SearchedWords` makes.
    package func condition(in name: SQLName, _ dialect: SQLDialect) -> SQLFragment {
        switch dialect {
        case .postgres:
            "to_tsvector('simple', coalesce(\(name: column), '')) @@ plainto_tsquery('simple', \(SQLType.text))"
        case .sqlite:
            "\(name: row) IN (SELECT \"place\" FROM \(SQLFragment(stringLiteral: "\"\(name)_words\"")) "
                + "WHERE \"words\" MATCH \(SQLType.text))"
        }
    }
}

/// What somebody searches for, in the one form that both engines read as: all of these words.
package enum SearchedWords {
    /// Limit: words of one search.
    private static let wordsMax = 16
    private static let quote = UInt8(ascii: "\"")

    /// Every word between quotes, so that nothing in it is an operator.
    package static func parameter(_ text: [UInt8]) -> [UInt8] {
        let words = text.split { $0 <= 0x20 || $0 == quote }.prefix(wordsMax)
        if words.isEmpty { return [quote, quote] }
        return Array(words.map { [quote] + $0 + [quote] }.joined(separator: [UInt8(ascii: " ")]))
    }
}
