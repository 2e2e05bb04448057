import EventSourcing
import Testing
import TokenUsage

/// The tables as a store would have them, filled page by page.
struct StoredRows: Equatable {
    /// By table, because ranges are asked of small ones.
    private var tables: [TableName: [RowKey: [RowValue]]] = [:]
    private(set) var parked: [String] = []

    /// Applies all events in pages of the sizes that the closure gives.
    init(_ events: [RecordedEvent], pages: () -> Int) {
        var rest = events[...]
        while !rest.isEmpty {
            let page = Array(rest.prefix(max(1, pages())))
            rest = rest.dropFirst(page.count)
            apply(page)
        }
    }

    private mutating func apply(_ page: [RecordedEvent]) {
        var fold = ProjectionFold(TokenUsageProjection(), page, parkedLanes: [])
        while case .needs(let requests) = fold.advance() {
            fold.supply(requests, requests.map(answer))
        }
        parked += fold.parked.map(\.reason)
        for row in fold.changed { tables[row.key.table, default: [:]][row.key] = row.after }
    }

    private func answer(_ request: RowRequest) -> [[RowValue]] {
        switch request {
        case .row(let key): self[key].map { [$0] } ?? []
        case .range(let range):
            rows(of: range.table).filter { range.covers($0.key.values) }.map(\.value)
        }
    }

    /// The numbers behind a key.
    func numbers(_ table: TableName, _ key: RowValue...) -> [Int64]? { numbers(RowKey(table, key)) }

    func numbers(_ key: RowKey) -> [Int64]? {
        self[key]?.dropFirst(key.values.count).compactMap {
            if case .int(let number) = $0 { number } else { nil }
        }
    }

    subscript(key: RowKey) -> [RowValue]? { tables[key.table]?[key] }

    func rows(of table: TableName) -> [RowKey: [RowValue]] { tables[table] ?? [:] }

    func count(of table: TableName) -> Int { rows(of: table).count }
}
