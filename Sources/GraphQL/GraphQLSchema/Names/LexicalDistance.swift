/// Insertions, deletions, substitutions and swaps of neighbours that lead from one name to another, cases folded.
struct LexicalDistance {
    private let wanted: [UInt32]
    private let wantedLower: [UInt32]
    private var rows: [[Int]]

    init(to wanted: [UInt32]) {
        self.wanted = wanted
        wantedLower = wanted.map(Self.lower)
        rows = Array(repeating: [], count: 3)
    }

    /// The number of edits, a change of case counting one, or nil when there are more than the given number.
    mutating func measure(_ option: [UInt32], atMost threshold: Int) -> Int? {
        if option == wanted { return 0 }
        let lower = option.map(Self.lower)
        if lower == wantedLower { return 1 }
        var (a, b) = (lower, wantedLower)
        if a.count < b.count { swap(&a, &b) }
        if a.count - b.count > threshold { return nil }
        for index in rows.indices { rows[index] = Array(0...b.count) }
        for i in 1...max(1, a.count) where i <= a.count {
            guard fillRow(i, a, b) <= threshold else { return nil }
        }
        let edits = rows[a.count % 3][b.count]
        return edits <= threshold ? edits : nil
    }

    /// Fills one row of the table and returns its smallest cell.
    private mutating func fillRow(_ i: Int, _ a: [UInt32], _ b: [UInt32]) -> Int {
        let above = rows[(i - 1) % 3]
        var row = rows[i % 3]
        row[0] = i
        var smallest = i
        for j in stride(from: 1, through: b.count, by: 1) {
            let cost = a[i - 1] == b[j - 1] ? 0 : 1
            var cell = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + cost)
            if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                cell = min(cell, rows[(i - 2) % 3][j - 2] + 1)
            }
            smallest = min(smallest, cell)
            row[j] = cell
        }
        rows[i % 3] = row
        return smallest
    }

    private static func lower(_ scalar: UInt32) -> UInt32 { (65...90).contains(scalar) ? scalar | 0x20 : scalar }
}
