/// Two bit tables with a row for each interface or union and a column for each type.
struct TypeRelations: Sendable {
    static let noRow = UInt32.max

    private var subtypes: [UInt64] = []
    private var overlapping: [UInt64] = []
    private var words = 0

    init() {}

    init(rows: Int, types: Int) {
        words = (types &+ 63) / 64
        subtypes = Array(repeating: 0, count: rows &* words)
        overlapping = subtypes
    }

    func isSubtype(_ type: TypeID, row: UInt32) -> Bool { test(subtypes, row, type) }
    func overlaps(_ type: TypeID, row: UInt32) -> Bool { test(overlapping, row, type) }

    mutating func addSubtype(_ type: TypeID, row: UInt32) { set(&subtypes, row, type) }
    mutating func addOverlap(_ type: TypeID, row: UInt32) { set(&overlapping, row, type) }

    private func test(_ table: [UInt64], _ row: UInt32, _ type: TypeID) -> Bool {
        table[Int(row) &* words &+ Int(type.index >> 6)] & (1 << UInt64(type.index & 63)) != 0
    }

    private func set(_ table: inout [UInt64], _ row: UInt32, _ type: TypeID) {
        table[Int(row) &* words &+ Int(type.index >> 6)] |= 1 << UInt64(type.index & 63)
    }
}
