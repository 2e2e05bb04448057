/// A moment in UTC, counted in microseconds from 1970-01-01T00:00:00Z.
package struct Timestamp: Hashable, Comparable, Sendable, BitwiseCopyable {
    package let microseconds: Int64

    package static let microsecondsPerDay: Int64 = 86_400_000_000

    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// The day in UTC.
    package var day: CalendarDay {
        let days = Timestamp.floored(microseconds, by: Timestamp.microsecondsPerDay)
        return CalendarDay(daysSinceEpoch: Int32(clamping: days))
    }

    /// Microseconds since the day began in UTC.
    package var microsecondsOfDay: Int64 {
        let days = Timestamp.floored(microseconds, by: Timestamp.microsecondsPerDay)
        return microseconds &- days &* Timestamp.microsecondsPerDay
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }

    /// The later moment; saturates at the ends of what can be counted.
    package func advanced(microseconds distance: Int64) -> Timestamp {
        let (sum, overflow) = microseconds.addingReportingOverflow(distance)
        return Timestamp(microseconds: overflow ? (distance < 0 ? .min : .max) : sum)
    }

    static func floored(_ value: Int64, by divisor: Int64) -> Int64 {
        let quotient = value / divisor
        return value % divisor < 0 ? quotient - 1 : quotient
    }
}
