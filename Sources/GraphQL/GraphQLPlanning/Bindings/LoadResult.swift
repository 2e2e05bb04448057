import Rows

/// The rows of one load, and which of them belong to which key.
package struct LoadResult: Sendable {
    /// What one key got.
    package struct Group: Sendable, BitwiseCopyable {
        package enum State: UInt8, Sendable, BitwiseCopyable {
            case rows
            /// There is nothing: null for one row, and for a list that is null rather than empty.
            case null
            case failed
        }

        package let state: State
        /// First place in `order`, or the index of the failure.
        package let first: UInt32
        package let count: UInt32

        package init(state: State, first: Int, count: Int) {
            self.state = state
            self.first = UInt32(truncatingIfNeeded: first)
            self.count = UInt32(truncatingIfNeeded: count)
        }

        package static func rows(_ range: Range<Int>) -> Group {
            Group(state: .rows, first: range.lowerBound, count: range.count)
        }
        package static var null: Group { Group(state: .null, first: 0, count: 0) }
    }

    package let rows: RowBatch
    /// One group for each key of the call, in the order of the keys.
    package let groups: [Group]
    /// The rows in the order in which groups count them; nil when that is the order of the batch.
    package let order: [UInt32]?
    /// For a connection: one row for each key that describes its page.
    package let pages: RowBatch?
    package let failures: [LoadFailure]

    package init(
        rows: RowBatch, groups: [Group], order: [UInt32]? = nil, pages: RowBatch? = nil, failures: [LoadFailure] = []
    ) {
        (self.rows, self.groups, self.order, self.pages, self.failures) = (rows, groups, order, pages, failures)
    }

    /// All rows belong to the only key; for calls whose parents are one, such as root fields.
    package static func all(_ rows: RowBatch, pages: RowBatch? = nil) -> LoadResult {
        LoadResult(rows: rows, groups: [.rows(0..<rows.rowCount)], pages: pages)
    }

    /// Every key fails in the same way.
    package static func failed(_ failure: LoadFailure, keys: Int) -> LoadResult {
        LoadResult(
            rows: RowBatch(columnCount: 0),
            groups: Array(repeating: Group(state: .failed, first: 0, count: 0), count: keys), failures: [failure])
    }
}
