import Chat
import EventSourcing

/// The tables as a store would have them, filled page by page.
struct StoredRows: Equatable {
    private(set) var rows: [RowKey: [RowValue]] = [:]
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
        var fold = ProjectionFold(ChatProjection(), page, parkedLanes: [])
        while case .needs(let requests) = fold.advance() {
            fold.supply(requests, requests.map(answer))
        }
        parked += fold.parked.map(\.reason)
        for row in fold.changed { rows[row.key] = row.after }
    }

    private func answer(_ request: RowRequest) -> [[RowValue]] {
        switch request {
        case .row(let key): rows[key].map { [$0] } ?? []
        case .range(let range):
            rows.filter { $0.key.table == range.table && range.covers($0.key.values) }.map(\.value)
                .sorted { RowOrder.precedes($0, $1) }
        }
    }

    /// The rows of a table in the order of their keys.
    func table(_ name: TableName) -> [[RowValue]] {
        rows.filter { $0.key.table == name }.map(\.value).sorted { RowOrder.precedes($0, $1) }
    }
}
