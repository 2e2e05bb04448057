import GraphQLPlanning
import Rows

/// What one planned load of a request has asked for and got: a group of rows for each distinct key.
struct LoadTable {
    /// The rows of one key.
    struct Group: BitwiseCopyable {
        var state: LoadResult.Group.State
        /// The batch that holds the rows, and the batch and row that describe the page of a connection.
        var batch: Int32
        var pages: Int32
        var pageRow: UInt32
        /// First place in the order of the batch, or the index of the failure.
        var first: UInt32
        var count: UInt32

        static var pending: Group {
            Group(state: .null, batch: -1, pages: -1, pageRow: 0, first: 0, count: 0)
        }
    }

    private(set) var groups: [Group] = []
    /// Groups before this one have been loaded.
    private(set) var loadedCount = 0
    /// The keys of all groups, in the order of the groups.
    private var keys: KeyIndex

    init(_ load: PlannedLoad) {
        keys = KeyIndex(columnCount: load.binding.keys.count)
    }

    var needsLoad: Bool { loadedCount < groups.count }

    /// Forgets everything, so that the next load reads anew; what has been linked stays.
    mutating func reset() {
        guard !groups.isEmpty else { return }
        groups.removeAll(keepingCapacity: true)
        loadedCount = 0
        keys.removeAll()
    }

    /// The group of a row's key, made if it is new; nil if a cell of the key is null.
    mutating func group(of row: Int, in view: RowView, columns: ArraySlice<Int32>) -> Int? {
        if columns.isEmpty {
            if groups.isEmpty { groups.append(.pending) }
            return 0
        }
        guard let group = keys.place(of: row, in: view, columns: columns) else { return nil }
        if group == groups.count { groups.append(.pending) }
        return group
    }

    /// The groups of the keys of rows that lie in one column, made where they are new; `none` for a null.
    mutating func appendGroups(
        of references: ArraySlice<RowStore.Reference>, in batches: [RowView], columns: ArraySlice<Int32>,
        none: UInt32, to numbers: inout [UInt32]
    ) {
        guard let column = columns.first.map(Int.init) else { return }
        var last = (bits: UInt64(0), group: none)
        for reference in references {
            let view = batches[Int(reference.batch)]
            let cell = view.cell(row: Int(reference.row), column: column)
            guard cell.tag == .int else {
                let group = self.group(of: Int(reference.row), in: view, columns: columns)
                numbers.append(group.map { UInt32(truncatingIfNeeded: $0) } ?? none)
                continue
            }
            // Rows that stand together often have the same key.
            if last.group == none || last.bits != cell.bits {
                let group = keys.place(ofInt: cell)
                if group == groups.count { groups.append(.pending) }
                last = (cell.bits, UInt32(truncatingIfNeeded: group))
            }
            numbers.append(last.group)
        }
    }

    /// The keys that have not been asked for yet.
    func newKeys() -> RowBatch { keys.rows(from: loadedCount, count: groups.count) }

    /// Fills the groups that were asked for; the caller has checked that there is one answer for each.
    mutating func fill(_ answers: [Group]) {
        for answer in answers {
            guard loadedCount < groups.count else { return }
            groups[loadedCount] = answer
            loadedCount += 1
        }
    }
}
