import Prelude

/// A month of the calendar as one number, so that months are a range of a key.
struct Month: Equatable, Sendable {
    /// Months since the year 0.
    let number: Int64

    init(number: Int64) {
        self.number = number
    }

    init(day: Int64) {
        let civil = CalendarDay(daysSinceEpoch: Int32(clamping: day)).civil
        number = Int64(civil.year * 12 + civil.month - 1)
    }

    /// Reads `2026-11`.
    init?(_ text: String) {
        guard let first = TimeText.day(Array((text + "-01").utf8)) else { return nil }
        self.init(day: Int64(first.daysSinceEpoch))
    }

    var text: String {
        let (year, month) = (number / 12, number % 12 + 1)
        let digits = String(year)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits + (month < 10 ? "-0" : "-")
            + String(month)
    }

    /// The latest moment at which the month ends anywhere: at midnight twelve hours behind UTC.
    ///
    /// The last month of all, behind which the calendar has no day, never ends.
    var latestEnd: Timestamp {
        let next = number + 1
        guard let day = CalendarDay(year: Int(next / 12), month: Int(next % 12) + 1, day: 1) else {
            return Timestamp(microseconds: .max)
        }
        return Timestamp(
            microseconds: Int64(day.daysSinceEpoch) * Timestamp.microsecondsPerDay + 43_200_000_000)
    }
}
