import Prelude

extension ZoneRules {
    /// Limit: changes of one zone; the longest history of the world has a few hundred.
    private static let changesMax = 2_000

    /// Reads the compiled form of the tz database; nil for anything else. Spec: RFC 9636, version 2 data block.
    ///
    ///     header │ block with 32-bit times │ header │ times │ type of each │ types (offset, isdst, name) │ …
    ///
    /// A table may end long ago: what follows is made from the rule in the last line.
    package init?(compiled bytes: [UInt8]) {
        guard let old = Header(bytes, at: 0), old.version >= UInt8(ascii: "2") else { return nil }
        let start = Header.size + old.bodySize(timeSize: 4)
        guard let header = Header(bytes, at: start), header.times <= Self.changesMax, header.types > 0 else {
            return nil
        }
        let times = start + Header.size
        let kinds = times + header.times * 8
        let types = kinds + header.times
        guard bytes.count >= start + Header.size + header.bodySize(timeSize: 8) else { return nil }
        func offset(of type: Int) -> Int64 {
            Int64(Int32(truncatingIfNeeded: Header.number(bytes, at: types + type * 6, size: 4)))
        }
        var changes: [Change] = []
        for index in 0..<header.times {
            let type = Int(bytes[kinds + index])
            guard type < header.types else { return nil }
            changes.append(Change(at: Header.number(bytes, at: times + index * 8, size: 8), offset: offset(of: type)))
        }
        guard zip(changes, changes.dropFirst()).allSatisfy({ $0.at < $1.at }) else { return nil }
        guard (changes.map(\.offset) + [offset(of: 0)]).allSatisfy({ abs($0) <= 93_599 }) else { return nil }
        let end = start + Header.size + header.bodySize(timeSize: 8)
        changes += Self.changes(after: changes.last, by: bytes[end...])
        self.init(first: offset(of: 0), changes: changes)
    }

    /// Limit: the last year whose changes are made from a rule.
    private static let lastYear = 2_060

    /// What the rule between two line ends says of the years from a change on, up to a year that is far enough.
    private static func changes(after last: Change?, by footer: ArraySlice<UInt8>) -> [Change] {
        let line = footer.dropFirst().prefix { $0 != UInt8(ascii: "\n") }
        guard footer.first == UInt8(ascii: "\n"), let rule = PosixZone(line) else { return [] }
        let at = last?.at ?? 0
        guard (0..<4_102_444_800).contains(at) else { return [] }
        let year = Timestamp(microseconds: at * 1_000_000).day.civil.year
        return rule.changes(in: min(year, lastYear)...lastYear).filter { $0.at > at }
    }

    private struct Header {
        static let size = 44

        let version: UInt8
        let indicatorsUT: Int
        let indicatorsStandard: Int
        let leaps: Int
        let times: Int
        let types: Int
        let letters: Int

        init?(_ bytes: [UInt8], at start: Int) {
            guard bytes.count >= start + Header.size, bytes[start..<start + 4].elementsEqual("TZif".utf8) else {
                return nil
            }
            version = bytes[start + 4]
            let counts = (0..<6).map { Int(truncatingIfNeeded: Header.number(bytes, at: start + 20 + $0 * 4, size: 4)) }
            guard counts.allSatisfy({ (0...100_000).contains($0) }) else { return nil }
            (indicatorsUT, indicatorsStandard, leaps) = (counts[0], counts[1], counts[2])
            (times, types, letters) = (counts[3], counts[4], counts[5])
        }

        func bodySize(timeSize: Int) -> Int {
            times * timeSize + times + types * 6 + letters + leaps * (timeSize + 4) + indicatorsStandard + indicatorsUT
        }

        static func number(_ bytes: [UInt8], at place: Int, size: Int) -> Int64 {
            bytes[place..<place + size].reduce(0) { $0 << 8 | Int64($1) }
        }
    }
}
