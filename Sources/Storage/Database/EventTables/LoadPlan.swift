import EventSourcing
import Rows

/// Row requests as queries, set-based for each table, and the way back to one answer a request.
struct LoadPlan {
    private enum Source {
        case key(RowKey)
        case query(Int, columns: Int)
    }

    private var sources: [Source] = []
    private(set) var queries: [Query] = []
    /// For each query of single rows: its table and how many columns its key has.
    private var keyed: [Int: (table: TableName, keyCount: Int)] = [:]

    init(_ requests: [RowRequest], _ known: SQLProjectionStore.Known) throws(ProjectionStoreError) {
        var keys: [TableName: Set<RowKey>] = [:]
        for request in requests {
            switch request {
            case .row(let key):
                guard let table = known.tables[key.table], key.values.count == table.model.keyColumnCount else {
                    throw .mismatch(reason: "there is no such key in \(key.table)")
                }
                keys[key.table, default: []].insert(key)
                sources.append(.key(key))
            case .range(let range):
                guard let table = known.tables[range.table],
                    let statement = table.statements.range(
                        prefix: range.prefix.count, from: range.from != nil, through: range.through != nil)
                else { throw .mismatch(reason: "there is no such range in \(range.table)") }
                let bounds = range.prefix + [range.from, range.through].compactMap { $0 }
                sources.append(.query(queries.count, columns: table.model.columns.count))
                queries.append(Query(statement, bounds.map { SQLValue($0) } + [.int(Int64(range.limit))]))
            }
        }
        for (name, wanted) in keys {
            guard let table = known.tables[name] else { continue }
            let rows = wanted.map { $0.values.map { SQLValue($0) } }
            for query in table.statements.queries(table.statements.load, rows) {
                keyed[queries.count] = (name, table.model.keyColumnCount)
                queries.append(query)
            }
        }
    }

    func answers(_ results: [QueryResult]) throws(ProjectionStoreError) -> [[[RowValue]]] {
        var rows: [[[RowValue]]] = []
        for result in results {
            switch result {
            case .success(let batch): rows.append(LoadPlan.values(batch))
            case .failure(let error) where error.kind == .rejected: throw .rejected(reason: error.description)
            case .failure(let error): throw .unavailable(underlying: error)
            }
        }
        var found: [RowKey: [RowValue]] = [:]
        for (index, place) in keyed where index < rows.count {
            for row in rows[index] { found[RowKey(place.table, Array(row.prefix(place.keyCount)))] = row }
        }
        return sources.map { source in
            switch source {
            case .key(let key): found[key].map { [$0] } ?? []
            case .query(let index, _): index < rows.count ? rows[index] : []
            }
        }
    }

    private static func values(_ batch: RowBatch) -> [[RowValue]] {
        (0..<batch.rowCount).map { row in
            (0..<batch.columnCount).map { RowValue(batch.cell(row: row, column: $0), in: batch) }
        }
    }
}
