import JSON

/// Brings a stored body from one form to the next; it never fails and never looks elsewhere.
package struct Upcaster: Sendable {
    /// The schema version that it reads; it writes the one after.
    package let from: UInt16
    package let change: @Sendable (inout [JSONValue.Member]) -> Void

    package init(from: UInt16, _ change: @escaping @Sendable (inout [JSONValue.Member]) -> Void) {
        (self.from, self.change) = (from, change)
    }
}
