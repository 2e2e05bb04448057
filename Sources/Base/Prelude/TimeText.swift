/// Moments and days as RFC 3339 writes them, from bytes and to bytes.
///
/// Why: the general formatters are ten to a hundred times slower, and a response may hold thousands of moments.
package enum TimeText {
    /// The longest text that `write` makes: `2026-11-20T08:15:30.123456Z`.
    package static let lengthMax = 27

    /// Appends the moment with as many decimals as it needs: none, three or six.
    package static func append(_ moment: Timestamp, to bytes: inout [UInt8]) {
        append(moment.day, to: &bytes)
        bytes.append(UInt8(ascii: "T"))
        let micros = moment.microsecondsOfDay
        let seconds = Int(micros / 1_000_000)
        append(seconds / 3_600, width: 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        append(seconds / 60 % 60, width: 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        append(seconds % 60, width: 2, to: &bytes)
        let fraction = Int(micros % 1_000_000)
        if fraction != 0 {
            bytes.append(UInt8(ascii: "."))
            if fraction % 1_000 == 0 {
                append(fraction / 1_000, width: 3, to: &bytes)
            } else {
                append(fraction, width: 6, to: &bytes)
            }
        }
        bytes.append(UInt8(ascii: "Z"))
    }

    package static func append(_ day: CalendarDay, to bytes: inout [UInt8]) {
        let civil = day.civil
        append(civil.year, width: 4, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        append(civil.month, width: 2, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        append(civil.day, width: 2, to: &bytes)
    }

    private static func append(_ number: Int, width: Int, to bytes: inout [UInt8]) {
        var divisor = 1
        for _ in 1..<width { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: number / divisor % 10))
            divisor /= 10
        }
    }

    /// A full RFC 3339 moment with `Z` or a numeric offset; more than six decimals are refused, not rounded.
    package static func moment(_ text: some Collection<UInt8>) -> Timestamp? {
        var reader = Reader(bytes: Array(text))
        guard let day = reader.day(), reader.take("T") || reader.take("t"), let hour = reader.number(digits: 2),
            hour < 24, reader.take(":"), let minute = reader.number(digits: 2), minute < 60, reader.take(":"),
            let second = reader.number(digits: 2), second < 60, let fraction = reader.fraction(),
            let offset = reader.offsetMinutes(), reader.isAtEnd
        else { return nil }
        let seconds = Int64(hour * 3_600 + (minute - offset) * 60 + second)
        return Timestamp(
            microseconds: Int64(day.daysSinceEpoch) * Timestamp.microsecondsPerDay + seconds * 1_000_000
                + Int64(fraction))
    }

    /// A calendar day: `2026-11-20`.
    package static func day(_ text: some Collection<UInt8>) -> CalendarDay? {
        var reader = Reader(bytes: Array(text))
        guard let day = reader.day(), reader.isAtEnd else { return nil }
        return day
    }

    private struct Reader {
        let bytes: [UInt8]
        var at = 0

        var isAtEnd: Bool { at == bytes.count }

        mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard at < bytes.count, bytes[at] == UInt8(ascii: character) else { return false }
            at += 1
            return true
        }

        mutating func number(digits: Int) -> Int? {
            guard at + digits <= bytes.count else { return nil }
            var value = 0
            for byte in bytes[at..<at + digits] {
                guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
                value = value * 10 + Int(byte - UInt8(ascii: "0"))
            }
            at += digits
            return value
        }

        mutating func day() -> CalendarDay? {
            guard let year = number(digits: 4), take("-"), let month = number(digits: 2), take("-"),
                let day = number(digits: 2)
            else { return nil }
            return CalendarDay(year: year, month: month, day: day)
        }

        mutating func fraction() -> Int? {
            guard take(".") else { return 0 }
            var digits = 0
            var value = 0
            while let digit = number(digits: 1) {
                digits += 1
                guard digits <= 6 else { return nil }
                value = value * 10 + digit
            }
            guard digits > 0 else { return nil }
            for _ in digits..<6 { value *= 10 }
            return value
        }

        mutating func offsetMinutes() -> Int? {
            if take("Z") || take("z") { return 0 }
            let isNegative = take("-")
            guard isNegative || take("+"), let hours = number(digits: 2), hours < 24, take(":"),
                let minutes = number(digits: 2), minutes < 60
            else { return nil }
            return (isNegative ? -1 : 1) * (hours * 60 + minutes)
        }
    }
}
