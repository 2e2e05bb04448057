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
            } + (words?.create(on: table, in: dialect) ?? [])
    }

    /// Lets readers see this generation; run all statements in one transaction.
    package func show(generation: Int, in dialect: SQLDialect) -> [String] {
        let table = tableName(generation: generation)
        let selected = "SELECT \(list(columns.map(\.name))) FROM \"\(table)\""
        return ["DROP VIEW IF EXISTS \(name.quoted)", "CREATE VIEW \(name.quoted) AS \(selected)"]
            + (words?.show(as: name, on: table, in: dialect) ?? [])
    }

    /// Removes a generation that no view shows any more.
    package func drop(generation: Int, in dialect: SQLDialect) -> [String] {
        let table = tableName(generation: generation)
        return ["DROP TABLE IF EXISTS \"\(table)\""] + (words?.drop(from: table, in: dialect) ?? [])
    }

    private func list(_ names: [SQLName]) -> String { names.map(\.quoted).joined(separator: ", ") }
}
