import EventSourcing

/// The row changes of one batch as steps, set-based for each table.
struct ChangePlan {
    let steps: [WriteStep]

    init(_ commit: ProjectionCommit, _ known: SQLProjectionStore.Known) throws(ProjectionStoreError) {
        var puts: [TableName: Rows] = [:]
        var deletes: [TableName: [[SQLValue]]] = [:]
        for change in commit.changes {
            switch change {
            case .put(let name, let row):
                guard let table = known.tables[name] else { throw .mismatch(reason: "there is no table \(name)") }
                if let misfit = table.model.misfit(of: row) { throw .rejected(reason: misfit) }
                puts[name, default: Rows()].put(row, keyCount: table.model.keyColumnCount)
            case .delete(let key):
                guard let table = known.tables[key.table], key.values.count == table.model.keyColumnCount else {
                    throw .mismatch(reason: "there is no such key in \(key.table)")
                }
                deletes[key.table, default: []].append(key.values.map { SQLValue($0) })
            }
        }
        var steps: [WriteStep] = []
        for (name, table) in known.tables.sorted(by: { $0.key < $1.key }) {
            if let keys = deletes[name] { steps += Self.steps(table.statements, table.statements.delete, keys) }
            if let rows = puts[name]?.rows { steps += Self.steps(table.statements, table.statements.put, rows) }
        }
        self.steps = steps
    }

    /// Rows with distinct keys: PostgreSQL refuses an upsert that meets a key twice.
    private struct Rows {
        private(set) var rows: [[SQLValue]] = []
        private var places: [[SQLValue]: Int]?
        private var last: ArraySlice<RowValue> = []

        mutating func put(_ row: [RowValue], keyCount: Int) {
            let key = row.prefix(keyCount)
            let values = row.map { SQLValue($0) }
            // Why: a fold tells its rows in the order of their keys, and then no key comes twice.
            if places == nil, rows.isEmpty || Self.precedes(last, key) {
                last = key
                rows.append(values)
                return
            }
            if places == nil {
                places = Dictionary(uniqueKeysWithValues: rows.indices.map { (Array(rows[$0].prefix(keyCount)), $0) })
            }
            let wanted = Array(values.prefix(keyCount))
            if let place = places?[wanted] {
                rows[place] = values
            } else {
                places?[wanted] = rows.count
                rows.append(values)
            }
        }

        private static func precedes(_ left: ArraySlice<RowValue>, _ right: ArraySlice<RowValue>) -> Bool {
            for (one, other) in zip(left, right) where one != other { return one < other }
            return false
        }
    }

    private static func steps(
        _ table: TableStatements, _ statement: Statement, _ rows: [[SQLValue]]
    ) -> [WriteStep] {
        table.queries(statement, rows).map { WriteStep($0.statement, $0.parameters) }
    }
}
