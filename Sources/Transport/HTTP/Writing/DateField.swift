/// The `Date` field of responses, rendered once a second by its owner and copied into each head.
///
/// Spec: RFC 9110 5.6.7 IMF-fixdate, `Sun, 06 Nov 1994 08:49:37 GMT`.
package struct DateField: Sendable {
    /// `Date: …` with its line end, ready to append.
    package private(set) var line: [UInt8]
    private var second: Int64

    package init(secondsSince1970: Int64) {
        second = secondsSince1970
        line = Self.render(secondsSince1970)
    }

    /// Renders anew when the second is another.
    package mutating func update(secondsSince1970: Int64) {
        guard secondsSince1970 != second else { return }
        self = DateField(secondsSince1970: secondsSince1970)
    }

    private static func render(_ seconds: Int64) -> [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(40)
        line.append(literal: "Date: ")
        appendDate(seconds, to: &line)
        line.append(literal: "\r\n")
        return line
    }

    /// Appends the date alone, for `Last-Modified` and the like.
    package static func appendDate(_ seconds: Int64, to line: inout [UInt8]) {
        let clamped = min(max(seconds, 0), 253_402_300_799)  // the end of the year 9999
        let days = Int(clamped / 86_400)
        let inDay = Int(clamped % 86_400)
        let weekdays: StaticString = "ThuFriSatSunMonTueWed"
        let months: StaticString = "JanFebMarAprMayJunJulAugSepOctNovDec"
        let (year, month, day) = civil(days)
        func text(_ table: StaticString, _ index: Int) {
            line.append(contentsOf: UnsafeBufferPointer(start: table.utf8Start + index * 3, count: 3))
        }
        func two(_ value: Int) {
            line.append(0x30 + UInt8(value / 10))
            line.append(0x30 + UInt8(value % 10))
        }
        text(weekdays, days % 7)
        line.append(literal: ", ")
        two(day)
        line.append(0x20)
        text(months, month - 1)
        line.append(0x20)
        two(year / 100)
        two(year % 100)
        for (mark, value) in [(UInt8(0x20), inDay / 3600), (0x3a, inDay / 60 % 60), (0x3a, inDay % 60)] {
            line.append(mark)
            two(value)
        }
        line.append(literal: " GMT")
    }

    /// Days since 1970-01-01 to a Gregorian date, by eras of 400 years that start in March.
    private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }
}
