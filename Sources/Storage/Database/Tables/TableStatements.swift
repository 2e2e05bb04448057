/// The statements that read and write one generation of one table, made once and prepared once.
///
/// PostgreSQL gets one statement for a whole set of rows (`unnest` of one array a column); SQLite runs a single-row
/// statement in a loop, which costs no round trip there.
package struct TableStatements: Sendable {
    package let table: TableDefinition
    package let dialect: SQLDialect
    /// Inserts or merges by the columns' merge rules.
    package let merge: Statement
    /// Inserts or overwrites whole rows.
    package let put: Statement
    package let delete: Statement
    /// Whole rows by their keys.
    package let load: Statement

    package init(_ table: TableDefinition, generation: Int, dialect: SQLDialect) {
        (self.table, self.dialect) = (table, dialect)
        let name = table.tableName(generation: generation)
        let keys = Array(table.columns.prefix(table.primaryKey.count))
        let types = TableStatements.types(dialect)
        merge = Statement(
            "\(table.name).merge", TableStatements.upsert(table, into: name, dialect) { $0.merge },
            parameters: table.columns.map(types), reach: .scan)
        put = Statement(
            "\(table.name).put", TableStatements.upsert(table, into: name, dialect) { _ in .replace },
            parameters: table.columns.map(types), reach: .scan)
        delete = Statement(
            "\(table.name).delete", "DELETE FROM \"\(name)\" AS present" + TableStatements.matching(keys, dialect),
            parameters: keys.map(types), reach: .scan)
        let selected = table.columns.map { "present.\($0.name.quoted)" }.joined(separator: ", ")
        load = Statement(
            "\(table.name).load",
            "SELECT \(selected) FROM \"\(name)\" AS present" + TableStatements.loading(keys, dialect),
            parameters: keys.map(types), columns: table.columns.map(\.type), reach: .scan)
    }

    private static func types(_ dialect: SQLDialect) -> (TableDefinition.Column) -> SQLType {
        { column in SQLType(column.type, isArray: dialect == .postgres) }
    }

    private static func source(_ columns: [TableDefinition.Column], _ dialect: SQLDialect) -> String {
        switch dialect {
        case .sqlite:
            return "VALUES (" + columns.indices.map { "?\($0 + 1)" }.joined(separator: ", ") + ")"
        case .postgres:
            let arrays = columns.enumerated().map { "$\($0 + 1)::\(dialect.arrayType($1.type))" }
            return "SELECT * FROM unnest(\(arrays.joined(separator: ", ")))"
        }
    }

    private static func upsert(
        _ table: TableDefinition, into name: String, _ dialect: SQLDialect,
        rule: (TableDefinition.Column) -> TableDefinition.Merge
    ) -> String {
        let columns = table.columns.map(\.name.quoted).joined(separator: ", ")
        let keys = table.primaryKey.map(\.quoted).joined(separator: ", ")
        let updates = table.payload.compactMap { update($0, rule($0), dialect) }
        let action = updates.isEmpty ? "NOTHING" : "UPDATE SET \(updates.joined(separator: ", "))"
        return "INSERT INTO \"\(name)\" AS present (\(columns)) \(source(table.columns, dialect)) "
            + "ON CONFLICT (\(keys)) DO \(action)"
    }

    private static func update(
        _ column: TableDefinition.Column, _ rule: TableDefinition.Merge, _ dialect: SQLDialect
    ) -> String? {
        let name = column.name.quoted
        let (old, new) = ("present.\(name)", "excluded.\(name)")
        return switch rule {
        case .replace: "\(name) = \(new)"
        case .keep: nil
        case .add: "\(name) = \(old) + \(new)"
        case .least: "\(name) = \(extreme(dialect, "LEAST", "min", old, new))"
        case .greatest: "\(name) = \(extreme(dialect, "GREATEST", "max", old, new))"
        }
    }

    /// Null is "nothing yet" for both engines; SQLite's two-argument min gives null if either is null.
    private static func extreme(
        _ dialect: SQLDialect, _ postgres: String, _ sqlite: String, _ old: String, _ new: String
    ) -> String {
        switch dialect {
        case .postgres: "\(postgres)(\(old), \(new))"
        case .sqlite: "coalesce(\(sqlite)(\(old), \(new)), \(old), \(new))"
        }
    }

    private static func matching(_ keys: [TableDefinition.Column], _ dialect: SQLDialect) -> String {
        switch dialect {
        case .sqlite:
            return " WHERE "
                + keys.enumerated().map { "present.\($1.name.quoted) = ?\($0 + 1)" }.joined(separator: " AND ")
        case .postgres:
            return " USING \(wanted(keys, dialect)) WHERE \(equal(keys))"
        }
    }

    private static func loading(_ keys: [TableDefinition.Column], _ dialect: SQLDialect) -> String {
        switch dialect {
        case .sqlite: matching(keys, dialect)
        case .postgres: " JOIN \(wanted(keys, dialect)) ON \(equal(keys))"
        }
    }

    private static func wanted(_ keys: [TableDefinition.Column], _ dialect: SQLDialect) -> String {
        let arrays = keys.enumerated().map { "$\($0 + 1)::\(dialect.arrayType($1.type))" }.joined(separator: ", ")
        return "unnest(\(arrays)) AS wanted (\(keys.map(\.name.quoted).joined(separator: ", ")))"
    }

    private static func equal(_ keys: [TableDefinition.Column]) -> String {
        keys.map { "present.\($0.name.quoted) = wanted.\($0.name.quoted)" }.joined(separator: " AND ")
    }
}
