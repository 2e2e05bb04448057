/// How far the clocks of a tenant's time zone are ahead of UTC at any moment, packed for a column.
///
///     (second since 1970 │ seconds ahead of UTC from then on)…      big-endian, eight bytes each; the first is min
struct ZoneOffsets: Equatable, Sendable {
    static let utc = ZoneOffsets(first: 0, changes: [])

    let packed: [UInt8]
    private static let entryBytes = 16

    init(packed: [UInt8]) {
        self.packed = packed
    }

    init(first: Int64, changes: [(at: Int64, offset: Int64)]) {
        var bytes: [UInt8] = []
        for number in [.min, first] + changes.flatMap({ [$0.at, $0.offset] }) {
            withUnsafeBytes(of: number.bigEndian) { bytes += $0 }
        }
        packed = bytes
    }

    /// The day of the zone, counted from 1970-01-01.
    func day(of microseconds: Int64) -> Int64 {
        let second = Self.floored(microseconds, by: 1_000_000)
        return Self.floored(second + offset(at: second), by: 86_400)
    }

    /// Seconds ahead of UTC.
    private func offset(at second: Int64) -> Int64 {
        var (low, high) = (0, packed.count / Self.entryBytes)
        while high - low > 1 {
            let middle = (low + high) / 2
            if number(at: middle * Self.entryBytes) <= second { low = middle } else { high = middle }
        }
        return high > 0 ? number(at: low * Self.entryBytes + 8) : 0
    }

    private func number(at place: Int) -> Int64 {
        packed[place..<place + 8].reduce(0) { $0 << 8 | Int64($1) }
    }

    private static func floored(_ value: Int64, by divisor: Int64) -> Int64 {
        value >= 0 ? value / divisor : -((-(value + 1)) / divisor) - 1
    }
}
