/// Spells the statements of one table.
struct TableText {
    let table: TableDefinition
    let name: String
    let dialect: SQLDialect

    private var keys: [TableDefinition.Column] { Array(table.keyColumns) }
    private var selected: String { table.columns.map { "present.\($0.name.quoted)" }.joined(separator: ", ") }

    func parameter(_ column: TableDefinition.Column) -> SQLType {
        SQLType(column.type, isArray: dialect == .postgres)
    }

    var put: String {
        let columns = table.columns.map(\.name.quoted).joined(separator: ", ")
        let conflict = table.primaryKey.map(\.quoted).joined(separator: ", ")
        let updates = table.columns.dropFirst(keys.count).map { "\($0.name.quoted) = excluded.\($0.name.quoted)" }
        let action = updates.isEmpty ? "NOTHING" : "UPDATE SET \(updates.joined(separator: ", "))"
        return "INSERT INTO \"\(name)\" (\(columns)) \(source) ON CONFLICT (\(conflict)) DO \(action)"
    }

    var delete: String {
        switch dialect {
        case .sqlite: "DELETE FROM \"\(name)\" AS present WHERE \(equalToParameters(keys))"
        case .postgres: "DELETE FROM \"\(name)\" AS present USING \(wanted) WHERE \(equalToWanted)"
        }
    }

    var load: String {
        switch dialect {
        case .sqlite: "SELECT \(selected) FROM \"\(name)\" AS present WHERE \(equalToParameters(keys))"
        case .postgres: "SELECT \(selected) FROM \(wanted) JOIN \"\(name)\" AS present ON \(equalToWanted)"
        }
    }

    func range(prefix: Int, from: Bool, through: Bool) -> Statement {
        var conditions = keys.prefix(prefix).enumerated().map { "present.\($1.name.quoted) = $\($0 + 1)" }
        var types = keys.prefix(prefix).map { SQLType($0.type) }
        for (isThere, comparison) in [(from, ">="), (through, "<=")] where isThere {
            types.append(SQLType(keys[prefix].type))
            conditions.append("present.\(keys[prefix].name.quoted) \(comparison) $\(types.count)")
        }
        types.append(.int)
        let order = table.primaryKey.map { "present.\($0.quoted)" }.joined(separator: ", ")
        let filter = conditions.isEmpty ? "" : " WHERE \(conditions.joined(separator: " AND "))"
        return Statement(
            "\(table.name).range",
            "SELECT \(selected) FROM \"\(name)\" AS present\(filter) ORDER BY \(order) LIMIT $\(types.count)",
            parameters: types, columns: table.columns.map(\.type), reach: .scan)
    }

    private var source: String {
        switch dialect {
        case .sqlite: "VALUES (" + table.columns.indices.map { "?\($0 + 1)" }.joined(separator: ", ") + ")"
        case .postgres: "SELECT * FROM unnest(\(arrays(table.columns)))"
        }
    }

    private func equalToParameters(_ columns: [TableDefinition.Column]) -> String {
        columns.enumerated().map { "present.\($1.name.quoted) = ?\($0 + 1)" }.joined(separator: " AND ")
    }

    private var wanted: String {
        "unnest(\(arrays(keys))) AS wanted (\(keys.map(\.name.quoted).joined(separator: ", ")))"
    }

    private var equalToWanted: String {
        keys.map { "present.\($0.name.quoted) = wanted.\($0.name.quoted)" }.joined(separator: " AND ")
    }

    private func arrays(_ columns: [TableDefinition.Column]) -> String {
        columns.enumerated().map { "$\($0 + 1)::\(dialect.arrayType($1.type))" }.joined(separator: ", ")
    }
}
