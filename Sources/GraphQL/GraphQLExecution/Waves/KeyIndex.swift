import Rows

/// The distinct keys of a load, each with a place: open addressing over the cells of key rows.
///
/// Why: a hash table of the standard library would box every key; here a key is where its cells lie.
struct KeyIndex {
    private let columnCount: Int
    private var keys: RowBatch
    /// Place plus one; zero is free.
    private var slots: [UInt32] = []
    private var hashes: [UInt64] = []
    /// Whether every key is one whole number; then two with the same hash are the same.
    private var areInts = true

    init(columnCount: Int) {
        self.columnCount = columnCount
        keys = RowBatch(columnCount: columnCount)
    }

    /// The place of a row's key, the next one if it is new; nil if a cell of the key is null.
    mutating func place(of row: Int, in view: RowView, columns: ArraySlice<Int32>) -> Int? {
        if columns.count == 1 {
            let cell = view.cell(row: row, column: Int(columns[columns.startIndex]))
            if cell.tag == .int { return place(ofInt: cell) }
        }
        areInts = false
        var hash: UInt64 = 0
        for column in columns {
            let cell = view.cell(row: row, column: Int(column))
            if cell.isNull { return nil }
            hash = Self.hash(cell, Self.bytes(of: cell, in: view), into: hash)
        }
        if (hashes.count &+ 1) &* 2 > slots.count { grow() }
        let mask = slots.count &- 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 {
            let place = Int(slots[slot]) &- 1
            if hashes[place] == hash, isEqual(place, row, view, columns) { return place }
            slot = (slot &+ 1) & mask
        }
        hashes.append(hash)
        slots[slot] = UInt32(truncatingIfNeeded: hashes.count)
        for column in columns { append(view.cell(row: row, column: Int(column)), of: view) }
        keys.endRow()
        return hashes.count - 1
    }

    /// As above for a key of one whole number, whose hash loses nothing of it.
    mutating func place(ofInt cell: Cell) -> Int {
        let hash = Self.hash(cell, UnsafeBufferPointer(start: nil, count: 0), into: 0)
        if (hashes.count &+ 1) &* 2 > slots.count { grow() }
        let mask = slots.count &- 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 {
            let place = Int(slots[slot]) &- 1
            if hashes[place] == hash, areInts || isInt(place, cell) { return place }
            slot = (slot &+ 1) & mask
        }
        hashes.append(hash)
        slots[slot] = UInt32(truncatingIfNeeded: hashes.count)
        keys.append(cell)
        keys.endRow()
        return hashes.count - 1
    }

    private func isInt(_ place: Int, _ cell: Cell) -> Bool {
        keys.cells[place].tag == .int && keys.cells[place].bits == cell.bits
    }

    mutating func removeAll() {
        areInts = true
        slots.removeAll(keepingCapacity: true)
        hashes.removeAll(keepingCapacity: true)
        keys = RowBatch(columnCount: columnCount)
    }

    /// The keys from one place on; a load without key columns has one key without cells.
    func rows(from first: Int, count: Int) -> RowBatch {
        if first == 0, columnCount > 0 { return keys }
        var batch = RowBatch(columnCount: columnCount)
        for place in first..<count {
            for column in 0..<columnCount {
                let cell = keys.cells[place * columnCount + column]
                switch cell.tag {
                case .null, .bool, .int, .double: batch.append(cell)
                case .text, .json, .blob: batch.append(cell.tag, bytes: keys.bytes(of: cell))
                }
            }
            batch.endRow()
        }
        return batch
    }

    private mutating func append(_ cell: Cell, of view: RowView) {
        switch cell.tag {
        case .null, .bool, .int, .double: keys.append(cell)
        case .text, .json, .blob: keys.append(cell.tag, bytes: UnsafeRawBufferPointer(view.bytes(of: cell)))
        }
    }

    private func isEqual(_ place: Int, _ row: Int, _ view: RowView, _ columns: ArraySlice<Int32>) -> Bool {
        for (number, column) in columns.enumerated() {
            let left = keys.cells[place &* columnCount &+ number]
            let right = view.cell(row: row, column: Int(column))
            guard left.tag == right.tag else { return false }
            switch left.tag {
            case .null, .bool, .int, .double:
                guard left.bits == right.bits else { return false }
            case .text, .json, .blob:
                guard keys.bytes(of: left).elementsEqual(view.bytes(of: right)) else { return false }
            }
        }
        return true
    }

    private mutating func grow() {
        let capacity = max(64, slots.count &* 2)
        slots = Array(repeating: 0, count: capacity)
        for (place, hash) in hashes.enumerated() {
            var slot = Int(truncatingIfNeeded: hash) & (capacity &- 1)
            while slots[slot] != 0 { slot = (slot &+ 1) & (capacity &- 1) }
            slots[slot] = UInt32(truncatingIfNeeded: place &+ 1)
        }
    }

    private static func bytes(of cell: Cell, in view: RowView) -> UnsafeBufferPointer<UInt8> {
        switch cell.tag {
        case .null, .bool, .int, .double: UnsafeBufferPointer(start: nil, count: 0)
        case .text, .json, .blob: view.bytes(of: cell)
        }
    }

    private static func hash(_ cell: Cell, _ bytes: UnsafeBufferPointer<UInt8>, into hash: UInt64) -> UInt64 {
        var mixed = (hash ^ UInt64(cell.tag.rawValue)) &* 0x9E37_79B9_7F4A_7C15
        switch cell.tag {
        case .null, .bool, .int, .double: mixed = (mixed ^ cell.bits) &* 0xFF51_AFD7_ED55_8CCD
        case .text, .json, .blob:
            for byte in bytes { mixed = (mixed ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        }
        return mixed ^ (mixed >> 32)
    }
}
