/// A point in civil time, in microseconds since 1970-01-01T00:00:00Z; the form in which times are stored.
package struct WallTime: Sendable, Hashable, Comparable, BitwiseCopyable {
    package let microseconds: Int64

    package init(microseconds: Int64) { self.microseconds = microseconds }

    package static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }

    /// Saturates at the ends of the range.
    package static func + (time: Self, duration: Duration) -> Self {
        let (sum, overflows) = time.microseconds.addingReportingOverflow(duration.wholeMicroseconds)
        return Self(microseconds: overflows ? (duration < .zero ? .min : .max) : sum)
    }

    package static func - (left: Self, right: Self) -> Duration {
        let (difference, overflows) = left.microseconds.subtractingReportingOverflow(right.microseconds)
        return .microseconds(overflows ? (left < right ? .min : .max) : difference)
    }
}
