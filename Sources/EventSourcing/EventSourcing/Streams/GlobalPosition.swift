/// The place of an event in the log: 1, 2, 3 … without gaps and in the order of commits.
package struct GlobalPosition: Hashable, Comparable, Sendable, CustomStringConvertible, ExpressibleByIntegerLiteral {
    package let number: Int64

    package init(_ number: Int64) { self.number = number }
    package init(integerLiteral number: Int64) { self.number = number }

    /// Before the first event.
    package static let start = GlobalPosition(0)

    package func advanced(by count: Int) -> GlobalPosition { GlobalPosition(number &+ Int64(count)) }
    package var next: GlobalPosition { GlobalPosition(number &+ 1) }
    package var description: String { String(number) }
    package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}
