import Prelude

/// The rule by which clocks are changed in all years to come, as the last line of a compiled zone has it:
/// `CET-1CEST,M3.5.0,M10.5.0/3`. Spec: POSIX.1, TZ, with the hours beyond a day of RFC 9636.
struct PosixZone: Equatable, Sendable {
    /// On which day of a year clocks are changed, and at which second of it, which may lie beyond the day.
    struct Day: Equatable, Sendable {
        enum Form: Equatable, Sendable {
            /// 1 to 365; the 29th of February has no number.
            case julian(Int)
            /// 0 to 365.
            case ordinal(Int)
            /// A weekday, 0 for Sunday, in the first to fourth or, as 5, the last week of a month.
            case weekday(month: Int, week: Int, day: Int)
        }

        let form: Form
        let second: Int64

        /// Seconds since 1970 by the clocks before the change.
        func moment(in year: Int) -> Int64? {
            guard let newYear = CalendarDay(year: year, month: 1, day: 1) else { return nil }
            let first = Int64(newYear.daysSinceEpoch)
            let day: Int64
            switch form {
            case .julian(let number):
                let isBehindLeapDay = CalendarDay.isLeap(year) && number >= 60
                day = first + Int64(number - 1) + (isBehindLeapDay ? 1 : 0)
            case .ordinal(let number): day = first + Int64(number)
            case .weekday(let month, let week, let weekday):
                guard let begin = CalendarDay(year: year, month: month, day: 1) else { return nil }
                let start = Int64(begin.daysSinceEpoch)
                // Why four: 1970-01-01 was a Thursday.
                let ahead = (Int64(weekday) - (start + 4) % 7 + 14) % 7
                var inMonth = ahead + Int64(week - 1) * 7
                if inMonth >= Int64(CalendarDay.days(in: month, of: year)) { inMonth -= 7 }
                day = start + inMonth
            }
            return day * 86_400 + second
        }
    }

    /// Seconds ahead of UTC.
    let standard: Int64
    /// Nil for a zone whose clocks are never changed.
    let summer: (offset: Int64, begins: Day, ends: Day)?

    static func == (left: PosixZone, right: PosixZone) -> Bool {
        left.standard == right.standard && left.summer?.offset == right.summer?.offset
            && left.summer?.begins == right.summer?.begins && left.summer?.ends == right.summer?.ends
    }

    /// Nil for a text that is no rule.
    init?(_ text: some Collection<UInt8>) {
        var reader = Reader(Array(text))
        guard reader.skipName(), let offset = reader.offset() else { return nil }
        standard = -offset
        if reader.isAtEnd {
            summer = nil
            return
        }
        guard reader.skipName() else { return nil }
        let summerOffset = reader.next == UInt8(ascii: ",") ? standard + 3_600 : reader.offset().map { -$0 }
        guard let summerOffset, let begins = reader.day(), let ends = reader.day(), reader.isAtEnd else { return nil }
        summer = (summerOffset, begins, ends)
    }

    /// The changes of some years in the order of time.
    func changes(in years: ClosedRange<Int>) -> [ZoneRules.Change] {
        guard let summer else { return [] }
        return years.flatMap { year in
            [
                summer.begins.moment(in: year).map { ZoneRules.Change(at: $0 - standard, offset: summer.offset) },
                summer.ends.moment(in: year).map { ZoneRules.Change(at: $0 - summer.offset, offset: standard) },
            ].compactMap { $0 }
        }.sorted { $0.at < $1.at }
    }

    private struct Reader {
        private let bytes: [UInt8]
        private var place = 0

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        var isAtEnd: Bool { place == bytes.count }
        var next: UInt8? { place < bytes.count ? bytes[place] : nil }

        private mutating func take(_ byte: Character) -> Bool {
            guard let wanted = byte.asciiValue, next == wanted else { return false }
            place += 1
            return true
        }

        /// Three letters or more, or anything between angle brackets.
        mutating func skipName() -> Bool {
            let start = place
            if take("<") {
                while let byte = next, byte != UInt8(ascii: ">") { place += 1 }
                return take(">")
            }
            while let byte = next, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) { place += 1 }
            return place - start >= 3
        }

        private mutating func number(_ range: ClosedRange<Int>) -> Int? {
            var value = 0
            let start = place
            while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte), place - start < 3 {
                value = value * 10 + Int(byte - UInt8(ascii: "0"))
                place += 1
            }
            return place > start && range.contains(value) ? value : nil
        }

        /// `[+-]hh[:mm[:ss]]` in seconds; up to a week.
        mutating func offset() -> Int64? {
            let isNegative = take("-")
            if !isNegative { _ = take("+") }
            guard let hours = number(0...167) else { return nil }
            var seconds = hours * 3_600
            for unit in [60, 1] where take(":") {
                guard let part = number(0...59) else { return nil }
                seconds += part * unit
            }
            return Int64(isNegative ? -seconds : seconds)
        }

        /// `,date[/time]`
        mutating func day() -> Day? {
            guard take(",") else { return nil }
            let form: Day.Form
            if take("M") {
                guard let month = number(1...12), take("."), let week = number(1...5), take("."),
                    let day = number(0...6)
                else { return nil }
                form = .weekday(month: month, week: week, day: day)
            } else if take("J") {
                guard let number = number(1...365) else { return nil }
                form = .julian(number)
            } else {
                guard let number = number(0...365) else { return nil }
                form = .ordinal(number)
            }
            guard take("/") else { return Day(form: form, second: 7_200) }
            return offset().map { Day(form: form, second: $0) }
        }
    }
}
