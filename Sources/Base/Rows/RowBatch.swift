/// Rows of one result, row after row in one array of cells, with the bytes of their texts in one store beside it.
///
/// Invariant: `cells.count == columnCount * rowCount`; every cell of a text, json or blob lies inside `bytes`.
package struct RowBatch: Sendable {
    package let columnCount: Int
    package private(set) var cells: [Cell] = []
    package private(set) var bytes: [UInt8] = []
    package private(set) var rowCount = 0

    package init(columnCount: Int) {
        self.columnCount = columnCount
    }

    /// Makes room once, so that filling does not grow step by step.
    package mutating func reserve(rows: Int, bytes byteCount: Int) {
        cells.reserveCapacity(rows * columnCount)
        bytes.reserveCapacity(byteCount)
    }

    /// The cell of a row and column that exist.
    package func cell(row: Int, column: Int) -> Cell {
        precondition(column < columnCount, "A column outside the batch.")
        return cells[row * columnCount + column]
    }

    /// The bytes that a text, json or blob cell of this batch names.
    package func bytes(of cell: Cell) -> ArraySlice<UInt8> {
        bytes[cell.range]
    }

    /// The text of a cell, for edges and tests; hot paths read `bytes`.
    package func string(of cell: Cell) -> String {
        String(decoding: bytes[cell.range], as: UTF8.self)
    }

    package mutating func append(_ cell: Cell) {
        cells.append(cell)
    }

    package mutating func append(_ tag: Cell.Tag, bytes source: UnsafeRawBufferPointer) {
        let offset = bytes.count
        bytes.append(contentsOf: source)
        cells.append(Cell(tag: tag, length: UInt32(truncatingIfNeeded: source.count), bits: UInt64(offset)))
    }

    package mutating func append(_ tag: Cell.Tag, bytes source: some Collection<UInt8>) {
        let offset = bytes.count
        bytes.append(contentsOf: source)
        cells.append(Cell(tag: tag, length: UInt32(truncatingIfNeeded: bytes.count - offset), bits: UInt64(offset)))
    }

    package mutating func append(text: String) {
        append(.text, bytes: text.utf8)
    }

    /// Ends a row whose cells have all been appended.
    package mutating func endRow() {
        rowCount += 1
        precondition(cells.count == rowCount * columnCount, "A row with too few or too many cells.")
    }
}
