import Rows

/// Where the cells and bytes of a batch are, so that reading a cell is one load and counts no reference.
// Safe because the store keeps the batch alive beside it, a batch is never changed, and an array's elements stay.
struct RowView: @unchecked Sendable, BitwiseCopyable {
    let columnCount: Int
    let rowCount: Int
    private let cells: UnsafePointer<Cell>?
    private let bytes: UnsafePointer<UInt8>?
    private let bytesCount: Int

    /// The batch must outlive the view.
    init(_ batch: borrowing RowBatch) {
        (columnCount, rowCount) = (batch.columnCount, batch.rowCount)
        cells = batch.cells.withUnsafeBufferPointer { $0.baseAddress }
        bytes = batch.bytes.withUnsafeBufferPointer { $0.baseAddress }
        bytesCount = batch.bytes.count
    }

    /// A cell; null if the batch has no such cell.
    @inline(__always)
    func cell(row: Int, column: Int) -> Cell {
        guard let cells, column >= 0, column < columnCount, row < rowCount else { return .null }
        return cells[row &* columnCount &+ column]
    }

    /// The bytes of a text, json or blob cell; empty if they do not lie in the batch.
    @inline(__always)
    func bytes(of cell: Cell) -> UnsafeBufferPointer<UInt8> {
        let start = Int(truncatingIfNeeded: cell.bits)
        let count = Int(cell.length)
        guard let bytes, start >= 0, start <= bytesCount, count <= bytesCount &- start else {
            return UnsafeBufferPointer(start: nil, count: 0)
        }
        return UnsafeBufferPointer(start: bytes + start, count: count)
    }
}
