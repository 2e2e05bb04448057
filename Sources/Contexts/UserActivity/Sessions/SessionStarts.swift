/// When the sessions begin that an entry of one day could belong to, packed for a column: eight bytes each, ascending.
struct SessionStarts: Equatable, Sendable {
    private(set) var starts: [Int64] = []

    init() {}

    /// Nil for bytes that `packed` has not made.
    init?(packed bytes: [UInt8]) {
        guard bytes.count % 8 == 0 else { return nil }
        for place in stride(from: 0, to: bytes.count, by: 8) {
            starts.append(bytes[place..<place + 8].reduce(0) { $0 << 8 | Int64($1) })
        }
    }

    var packed: [UInt8] {
        starts.flatMap { start in (0..<8).map { UInt8(truncatingIfNeeded: start >> Int64(56 - $0 * 8)) } }
    }

    mutating func insert(_ start: Int64) {
        let place = place(behind: start - 1)
        if place == starts.count || starts[place] != start { starts.insert(start, at: place) }
    }

    mutating func remove(_ start: Int64) {
        let place = place(behind: start - 1)
        if place < starts.count, starts[place] == start { starts.remove(at: place) }
    }

    /// The two sessions that an entry can touch: the last that begins by then, and the next if it begins soon after.
    func candidates(at moment: Int64) -> (before: Int64?, after: Int64?) {
        let place = place(behind: moment)
        let after = place < starts.count && starts[place] - moment < Session.gap ? starts[place] : nil
        return (place > 0 ? starts[place - 1] : nil, after)
    }

    /// How many begin at a moment or before.
    private func place(behind moment: Int64) -> Int {
        var (low, high) = (0, starts.count)
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] <= moment { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
