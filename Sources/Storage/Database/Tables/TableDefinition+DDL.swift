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

    /// The column of the tenant that a row belongs to; a table that has it shows readers the rows of one tenant only.
    package static let tenantColumn: SQLName = "tenant_id"

    /// Lets readers see this generation; run all statements in one transaction.
    ///
    /// Why the wall stands in the view: it holds for whoever connects, also for a superuser, whom row-level policies
    /// pass by; it needs no second role; and as it is no barrier to the planner, conditions still find their indexes.
    /// Who has said no tenant sees nothing.
    package func show(generation: Int, in dialect: SQLDialect) -> [String] {
        let table = tableName(generation: generation)
        let isWalled = dialect == .postgres && columns.contains { $0.name == Self.tenantColumn }
        let wall = isWalled ? " WHERE \(Self.tenantColumn.quoted) = current_setting('app.tenant', true)" : ""
        let selected = "SELECT \(list(columns.map(\.name))) FROM \"\(table)\"\(wall)"
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
