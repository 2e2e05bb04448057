/// Counts how often the log may have lost a tail, by a restore or a fail-over: positions of different epochs do not
/// compare.
package struct LogEpoch: Hashable, Comparable, Sendable, CustomStringConvertible, ExpressibleByIntegerLiteral {
    package let number: UInt32

    package init(_ number: UInt32) { self.number = number }
    package init(integerLiteral number: UInt32) { self.number = number }

    package static let first = LogEpoch(1)

    package var description: String { String(number) }
    package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}
