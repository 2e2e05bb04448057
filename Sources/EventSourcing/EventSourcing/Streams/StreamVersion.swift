/// How many events a stream has, and so the number of its last event: 0 is a stream without any.
package struct StreamVersion: Hashable, Comparable, Sendable, CustomStringConvertible, ExpressibleByIntegerLiteral {
    package let number: Int64

    package init(_ number: Int64) { self.number = number }
    package init(integerLiteral number: Int64) { self.number = number }

    /// A stream without events.
    package static let empty = StreamVersion(0)

    package func advanced(by count: Int) -> StreamVersion { StreamVersion(number &+ Int64(count)) }
    package var next: StreamVersion { StreamVersion(number &+ 1) }
    package var description: String { String(number) }
    package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}
