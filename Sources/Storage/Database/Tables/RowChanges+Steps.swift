extension RowChanges {
    /// Limit: rows that one statement carries on PostgreSQL, so that a step stays short.
    package static let rowsPerStatement = 5_000

    /// The steps of a transaction that apply these changes.
    package func steps(using statements: TableStatements) -> [WriteStep] {
        var (puts, merges, deletes) = ([[SQLValue]](), [[SQLValue]](), [[SQLValue]]())
        for (index, change) in changes.enumerated() {
            switch change {
            case .put(let row): puts.append(row)
            case .merge(let row): merges.append(row)
            case .delete: deletes.append(keys[index])
            }
        }
        return RowChanges.steps(statements.put, puts, statements.dialect)
            + RowChanges.steps(statements.merge, merges, statements.dialect)
            + RowChanges.steps(statements.delete, deletes, statements.dialect)
    }

    /// A set of rows as the parameters of one statement (arrays) or of many (single rows).
    package static func steps(
        _ statement: Statement, _ rows: [[SQLValue]], _ dialect: SQLDialect
    ) -> [WriteStep] {
        switch dialect {
        case .sqlite:
            return rows.map { WriteStep(statement, $0) }
        case .postgres:
            return stride(from: 0, to: rows.count, by: rowsPerStatement).map { start in
                let part = rows[start..<min(start + rowsPerStatement, rows.count)]
                return WriteStep(statement, columns(of: part, count: statement.parameters.count))
            }
        }
    }

    private static func columns(of rows: ArraySlice<[SQLValue]>, count: Int) -> [SQLValue] {
        (0..<count).map { column in .array(rows.map { $0[column] }) }
    }
}
