/// One thing that a context adds to the gateway: a command, a query, a read model, a process manager, a type, a live
/// feed. A part is one folder or file, one SDL file, one test file, and one line in its context's list.
package protocol Part: Sendable {
    /// What faults and metrics call it; the name of its Swift type, its SDL file and its tests.
    static var name: String { get }
    /// Says what it binds; run once at start-up, before any store is open.
    static func install(in assembly: inout Assembly)
}

extension Part {
    package static var name: String { String(describing: Self.self) }
}

/// A subject area with its parts. No context knows another, the gateway or a driver.
package protocol BoundedContext: Sendable {
    static var name: String { get }
    static var parts: [any Part.Type] { get }
}
