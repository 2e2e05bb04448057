import Database
import GraphQLPlanning
import Rows

/// Which columns the statement of a page reads, and where the wanted columns are among them.
struct PageLayout: Sendable {
    static let cursor = "cursor"

    /// The table's columns to read: the wanted ones, then those of the order that are not among them.
    let read: [String]
    /// For each wanted column its place in `read`; nil for the cursor, which is made.
    let places: [Int?]
    let orderPlaces: [Int]
    let pageColumns: [String]

    init(call: LoadCall, order: ReadRecipe.Order) {
        var read = call.columns.filter { $0 != PageLayout.cursor }
        for column in order.columns where !read.contains(column.text) { read.append(column.text) }
        self.read = read
        places = call.columns.map { column in column == PageLayout.cursor ? nil : read.firstIndex(of: column) }
        orderPlaces = order.columns.compactMap { read.firstIndex(of: $0.text) }
        pageColumns = call.pageColumns
    }

    var needsCursors: Bool { places.contains { $0 == nil } || read.count != places.count }
}

/// Cuts the rows of each key down to its page and describes the page.
struct Pages: Sendable {
    let layout: PageLayout
    let page: PageRequest
    let context: PageContext
    /// The page does not begin at the beginning of the list (or, read backwards, not at its end).
    let isContinued: Bool

    func answer(_ results: [QueryResult]) -> LoadResult {
        var rows = RowBatch(columnCount: layout.places.count)
        var pages = RowBatch(columnCount: layout.pageColumns.count)
        var groups: [LoadResult.Group] = []
        var failures: [LoadFailure] = []
        for result in results {
            switch result {
            case .success(let read):
                let first = rows.rowCount
                appendPage(of: read, to: &rows, describedBy: &pages)
                groups.append(.rows(first..<rows.rowCount))
            case .failure(let error):
                groups.append(.init(state: .failed, first: failures.count, count: 0))
                failures.append(ReadFailure.public(error).loadFailure)
                for _ in layout.pageColumns { pages.append(.null) }
                pages.endRow()
            }
        }
        return LoadResult(rows: rows, groups: groups, pages: pages, failures: failures)
    }

    private func appendPage(of read: RowBatch, to rows: inout RowBatch, describedBy pages: inout RowBatch) {
        let count = min(page.size, read.rowCount)
        let hasMore = read.rowCount > page.size
        let order = page.isBackward ? Array((0..<count).reversed()) : Array(0..<count)
        for row in order {
            for place in layout.places {
                if let place {
                    rows.append(cell: read.cell(row: row, column: place), of: read)
                } else {
                    rows.append(.text, bytes: cursor(of: row, in: read))
                }
            }
            rows.endRow()
        }
        for column in layout.pageColumns {
            switch column {
            case "has_next_page": pages.append(.bool(page.isBackward ? isContinued : hasMore))
            case "has_previous_page": pages.append(.bool(page.isBackward ? hasMore : isContinued))
            case "start_cursor": appendCursor(order.first, read, to: &pages)
            case "end_cursor": appendCursor(order.last, read, to: &pages)
            default: pages.append(.null)
            }
        }
        pages.endRow()
    }

    private func appendCursor(_ row: Int?, _ read: RowBatch, to pages: inout RowBatch) {
        if let row {
            pages.append(.text, bytes: cursor(of: row, in: read))
        } else {
            pages.append(.null)
        }
    }

    private func cursor(of row: Int, in read: RowBatch) -> [UInt8] {
        let values = layout.orderPlaces.map { KeysetCursor.value(of: read.cell(row: row, column: $0), in: read) }
        return KeysetCursor(position: context.position, values: values).text(context.signer, for: context.purpose)
    }
}
