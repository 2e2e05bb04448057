extension TableDefinition {
    /// Creates the table of one generation; harmless when it exists.
    package func create(generation: Int, in dialect: SQLDialect) -> [String] {
        let table = tableName(generation: generation)
        let lines =
            columns.map { column in
                "\(column.name.quoted) \(dialect.columnType(column.type))\(column.isOptional ? "" : " NOT NULL")"
            } + ["PRIMARY KEY (\(list(primaryKey)))"]
        return [
            "CREATE TABLE IF NOT EXISTS \"\(table)\" (\(lines.joined(separator: ", ")))"
                + dialect.tableSuffix(clustered: true)
        ]
    }

    /// Creates the indexes; separate, because a bulk load is faster before they exist.
    package func createIndexes(generation: Int, in dialect: SQLDialect) -> [String] {
        let table = tableName(generation: generation)
        return indexes.map { index in
            "CREATE \(index.isUnique ? "UNIQUE " : "")INDEX IF NOT EXISTS \"\(table)_\(index.name)\" "
                + "ON \"\(table)\" (\(list(index.columns)))"
        }
    }

    /// Lets readers see this generation; run both statements in one transaction.
    package func show(generation: Int, in dialect: SQLDialect) -> [String] {
        let body =
            "\"\(readName)\" AS SELECT \(list(columns.map(\.name))) FROM \"\(tableName(generation: generation))\""
        return switch dialect {
        case .postgres: ["CREATE OR REPLACE VIEW \(body)"]
        case .sqlite: ["DROP VIEW IF EXISTS \"\(readName)\"", "CREATE VIEW \(body)"]
        }
    }

    /// Removes a generation that no view shows any more.
    package func drop(generation: Int) -> [String] {
        ["DROP TABLE IF EXISTS \"\(tableName(generation: generation))\""]
    }

    private func list(_ names: [SQLName]) -> String { names.map(\.quoted).joined(separator: ", ") }
}
