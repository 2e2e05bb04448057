/// One way in which a history or an adapter breaks its contract; a test passes when there are none.
package struct Violation: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
