/// A moment as microseconds since 1970 in UTC; the only form of time that is stored.
package struct Timestamp: Hashable, Comparable, Sendable {
    package let microseconds: Int64

    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// The moment that much later, held at the last representable one rather than trapping.
    package func adding(microseconds delta: Int64) -> Timestamp {
        let (sum, overflow) = microseconds.addingReportingOverflow(delta)
        return Timestamp(microseconds: overflow ? (delta < 0 ? .min : .max) : sum)
    }

    package static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }
}
