import Rows

/// A batch of rows with pointers to its cells and bytes, so that reading a cell is one load.
// Safe because the batch is kept alive beside the pointers, is never changed, and an array's elements do not move.
struct RowView: @unchecked Sendable {
    let batch: RowBatch
    let columnCount: Int
    private let cells: UnsafePointer<Cell>?
    private let bytes: UnsafePointer<UInt8>?
    private let bytesCount: Int
    private let rowCount: Int

    init(_ batch: RowBatch) {
        self.batch = batch
        (columnCount, rowCount) = (batch.columnCount, batch.rowCount)
        cells = batch.cells.withUnsafeBufferPointer { $0.baseAddress }
        bytes = batch.bytes.withUnsafeBufferPointer { $0.baseAddress }
        bytesCount = batch.bytes.count
    }

    /// A cell; null if the batch has no such cell.
    func cell(row: Int, column: Int) -> Cell {
        guard let cells, column >= 0, column < columnCount, row < rowCount else { return .null }
        return cells[row &* columnCount &+ column]
    }

    /// The bytes of a text, json or blob cell; empty if they do not lie in the batch.
    func bytes(of cell: Cell) -> UnsafeBufferPointer<UInt8> {
        let start = Int(truncatingIfNeeded: cell.bits)
        let count = Int(cell.length)
        guard let bytes, start >= 0, start <= bytesCount, count <= bytesCount &- start else {
            return UnsafeBufferPointer(start: nil, count: 0)
        }
        return UnsafeBufferPointer(start: bytes + start, count: count)
    }
}
