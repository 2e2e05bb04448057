import Testing

@testable import Database

struct RowChangesTests {
    private static let table = TableDefinition(
        "t", version: 1,
        columns: [
            .init("k", .int), .init("sum", .int, merge: .add), .init("low", .int, optional: true, merge: .least),
            .init("high", .int, optional: true, merge: .greatest), .init("first", .int, merge: .keep),
            .init("last", .int),
        ], primaryKey: ["k"])

    /// The rows that the changes would leave, applied one by one to a model of the table.
    private struct Model {
        var rows: [Int64: [SQLValue]] = [:]

        mutating func apply(_ change: RowChanges.Change, key: Int64) {
            switch change {
            case .put(let row): rows[key] = row
            case .delete: rows[key] = nil
            case .merge(let row):
                guard let old = rows[key] else { return rows[key] = row }
                rows[key] = [
                    row[0], .int(int(old[1]) + int(row[1])), pick(old[2], row[2], min), pick(old[3], row[3], max),
                    old[4], row[5],
                ]
            }
        }

        private func int(_ value: SQLValue) -> Int64 { if case .int(let int) = value { int } else { 0 } }
        private func pick(_ a: SQLValue, _ b: SQLValue, _ rule: (Int64, Int64) -> Int64) -> SQLValue {
            if a == .null { return b }
            if b == .null { return a }
            return .int(rule(int(a), int(b)))
        }
    }

    @Test(arguments: UInt64(1)...40)
    func `folded changes leave the same rows as single ones`(_ seed: UInt64) throws {
        var random = SplitMix(state: seed)
        var changes = RowChanges(Self.table)
        var (single, folded) = (Model(), Model())
        for key in Int64(0)..<3 {
            let row: [SQLValue] = [.int(key), 5, .null, 5, 5, 5]
            (single.rows[key], folded.rows[key]) = (row, row)
        }
        for _ in 0..<60 {
            let key = Int64(random.next() % 6)
            func value() -> SQLValue { .int(Int64(random.next() % 100)) }
            func optional() -> SQLValue { random.next() % 4 == 0 ? .null : value() }
            let row = [.int(key), value(), optional(), optional(), value(), value()]
            switch random.next() % 4 {
            case 0:
                try changes.put(row)
                single.apply(.put(row), key: key)
            case 1:
                try changes.delete([.int(key)])
                single.apply(.delete, key: key)
            case 2...:
                try changes.merge(row)
                single.apply(.merge(row), key: key)
            case _: break
            }
        }
        for (key, change) in zip(changes.keys, changes.changes) {
            guard case .int(let key) = key[0] else { continue }
            folded.apply(change, key: key)
        }
        #expect(folded.rows == single.rows, "seed \(seed)")
        #expect(Set(changes.keys).count == changes.keys.count)
    }

    @Test func `a sum beyond 64 bits is refused`() throws {
        var changes = RowChanges(Self.table)
        let row: [SQLValue] = [1, .int(.max), .null, .null, 0, 0]
        try changes.merge(row)
        #expect(throws: DatabaseError.self) { try changes.merge(row) }
    }

    @Test func `a row of another shape is refused`() {
        var changes = RowChanges(Self.table)
        #expect(throws: DatabaseError.self) { try changes.put([1]) }
        #expect(throws: DatabaseError.self) { try changes.put([1, 1, .null, .null, .null, 1]) }
        #expect(throws: DatabaseError.self) { try changes.put([1, "1", .null, .null, 1, 1]) }
        #expect(throws: DatabaseError.self) { try changes.delete([1, 2]) }
        #expect(changes.isEmpty)
    }
}

/// A small repeatable source of chance.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
