extension TableDefinition {
    /// Creates the table and the indexes of one generation; harmless when they exist.
    package func create(generation: Int, in dialect: SQLDialect) -> [String] {
        let table = tableName(generation: generation)
        let lines =
            columns.map { column in
                "\(column.name.quoted) \(dialect.columnType(column.type))\(column.isOptional ? "" : " NOT NULL")"
            } + ["PRIMARY KEY (\(list(primaryKey)))"]
        let body = "CREATE TABLE IF NOT EXISTS \"\(table)\" (\(lines.joined(separator: ", ")))"
        return [body + dialect.tableSuffix(clustered: true)]
            + indexes.map { index in
                "CREATE \(index.isUnique ? "UNIQUE " : "")INDEX IF NOT EXISTS \"\(table)_\(index.name)\" "
                    + "ON \"\(table)\" (\(list(index.columns)))"
            }
    }

    /// Lets readers see this generation; run both statements in one transaction.
    package func show(generation: Int) -> [String] {
        let selected = "SELECT \(list(columns.map(\.name))) FROM \"\(tableName(generation: generation))\""
        return ["DROP VIEW IF EXISTS \(name.quoted)", "CREATE VIEW \(name.quoted) AS \(selected)"]
    }

    /// Removes a generation that no view shows any more.
    package func drop(generation: Int) -> [String] {
        ["DROP TABLE IF EXISTS \"\(tableName(generation: generation))\""]
    }

    private func list(_ names: [SQLName]) -> String { names.map(\.quoted).joined(separator: ", ") }
}
