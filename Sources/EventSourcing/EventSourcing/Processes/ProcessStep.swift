import JSON

/// Something that is to be done elsewhere: the name of an action and what it needs to know.
package struct ProcessAction: Hashable, Sendable {
    package let name: String
    package let payload: JSONValue

    package init(_ name: String, _ payload: JSONValue = .null) { (self.name, self.payload) = (name, payload) }

    package static func == (left: ProcessAction, right: ProcessAction) -> Bool {
        left.name == right.name && left.payload == right.payload
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// A step of a process: an action, how it is retried, and what undoes it.
package struct ProcessStep: Hashable, Sendable {
    /// Unique among the open steps of a process; also how its answer is told apart.
    package let name: String
    package let action: ProcessAction
    package let retry: RetryPolicy
    /// How long after its start it counts as failed.
    package let timeout: Duration?
    /// Done in reverse order when the process fails before its pivot.
    package let compensation: ProcessAction?

    package init(
        _ name: String, _ action: ProcessAction, retry: RetryPolicy = RetryPolicy(), timeout: Duration? = nil,
        compensation: ProcessAction? = nil
    ) {
        (self.name, self.action, self.retry) = (name, action, retry)
        (self.timeout, self.compensation) = (timeout, compensation)
    }
}
