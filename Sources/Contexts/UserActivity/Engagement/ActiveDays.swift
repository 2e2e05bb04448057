import Prelude

/// The days on which one user was active, and what one more of them changes for everybody's figures.
///
/// One bit a day, in bytes that begin at whole multiples of eight days, so that the same days are the same bytes.
struct ActiveDays: Equatable, Sendable {
    /// The day of the first bit.
    private var base: Int64 = 0
    private var bits: [UInt8] = []

    init() {}

    /// As columns hold them: the first active day, and the bits.
    init(first: Int64, packed: [UInt8]) {
        (base, bits) = (Self.base(of: first), packed)
    }

    var packed: [UInt8] { bits }

    /// Nil for nobody.
    var first: Int64? {
        guard let byte = bits.firstIndex(where: { $0 != 0 }) else { return nil }
        return base + Int64(byte * 8 + bits[byte].trailingZeroBitCount)
    }

    func contains(_ day: Int64) -> Bool {
        guard day >= base, day - base < Int64(bits.count) * 8 else { return false }
        let place = Int(day - base)
        return bits[place / 8] & (1 << UInt8(place % 8)) != 0
    }

    func containsAny(of days: Range<Int64>) -> Bool { days.contains { contains($0) } }

    /// Every active day in order.
    var days: [Int64] { (0..<Int64(bits.count) * 8).map { base + $0 }.filter { contains($0) } }

    mutating func insert(_ day: Int64) {
        if bits.isEmpty { base = Self.base(of: day) }
        while day < base {
            bits.insert(0, at: 0)
            base -= 8
        }
        while day - base >= Int64(bits.count) * 8 { bits.append(0) }
        let place = Int(day - base)
        bits[place / 8] |= 1 << UInt8(place % 8)
    }

    /// How many active days lie beside each other before a day, and after it.
    func neighbours(of day: Int64) -> (before: Int64, after: Int64) {
        var (before, after): (Int64, Int64) = (0, 0)
        while contains(day - before - 1) { before += 1 }
        while contains(day + after + 1) { after += 1 }
        return (before, after)
    }

    private static func base(of day: Int64) -> Int64 { day - (day % 8 + 8) % 8 }
}

/// The lengths of time that engagement is counted in.
enum EngagementSpan: String, CaseIterable, Sendable {
    case day = "d"
    case week = "w"
    case month = "m"

    /// The days of the window that a day lies in.
    func window(of day: Int64) -> Range<Int64> {
        switch self {
        case .day: return day..<day + 1
        case .week:
            // Why three: 1970-01-01 was a Thursday, and weeks begin on Mondays.
            let first = day - ((day + 3) % 7 + 7) % 7
            return first..<first + 7
        case .month:
            let civil = CalendarDay(daysSinceEpoch: Int32(clamping: day)).civil
            let first = day - Int64(civil.day - 1)
            return first..<first + Int64(CalendarDay.days(in: civil.month, of: civil.year))
        }
    }
}
