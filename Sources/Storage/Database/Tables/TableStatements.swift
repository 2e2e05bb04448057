/// The statements that read and write one generation of one table, made once and prepared once.
///
/// PostgreSQL gets one statement for a whole set of rows (`unnest` of one array a column); SQLite runs a single-row
/// statement in a loop, which costs no round trip there.
package struct TableStatements: Sendable {
    package let table: TableDefinition
    package let dialect: SQLDialect
    /// Inserts whole rows or puts them in place of those with the same key.
    package let put: Statement
    package let delete: Statement
    /// Whole rows by their keys, in no order.
    package let load: Statement
    private let ranges: [Statement]

    /// Limit: rows that one statement carries, so that a step stays short.
    package static let rowsPerStatement = 5_000

    package init(_ table: TableDefinition, generation: Int, dialect: SQLDialect) {
        (self.table, self.dialect) = (table, dialect)
        let text = TableText(table: table, name: table.tableName(generation: generation), dialect: dialect)
        let keys = Array(table.keyColumns)
        put = Statement("\(table.name).put", text.put, parameters: table.columns.map(text.parameter), reach: .scan)
        delete = Statement("\(table.name).delete", text.delete, parameters: keys.map(text.parameter), reach: .scan)
        load = Statement(
            "\(table.name).load", text.load, parameters: keys.map(text.parameter),
            columns: table.columns.map(\.type), reach: .scan)
        ranges = keys.indices.flatMap { prefix in
            (0..<4).map { bounds in text.range(prefix: prefix, from: bounds & 1 != 0, through: bounds & 2 != 0) }
        }
    }

    /// Rows whose key begins with a prefix, within bounds of the next key column, in the order of the key.
    ///
    /// Takes the prefix, the bounds that there are, and how many rows at most.
    package func range(prefix: Int, from: Bool, through: Bool) -> Statement? {
        let index = prefix * 4 + (from ? 1 : 0) + (through ? 2 : 0)
        return prefix >= 0 && index < ranges.count ? ranges[index] : nil
    }

    /// A set of rows as the parameters of one statement (arrays) or of many (single rows).
    package func queries(_ statement: Statement, _ rows: [[SQLValue]]) -> [Query] {
        switch dialect {
        case .sqlite:
            return rows.map { Query(statement, $0) }
        case .postgres:
            let width = statement.parameters.count
            return stride(from: 0, to: rows.count, by: Self.rowsPerStatement).map { start in
                let part = rows[start..<min(start + Self.rowsPerStatement, rows.count)]
                return Query(statement, (0..<width).map { column in .array(part.map { $0[column] }) })
            }
        }
    }
}
