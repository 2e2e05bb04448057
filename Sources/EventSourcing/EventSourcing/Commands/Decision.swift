import JSON

/// What a command makes happen.
package struct Decision<Subject: Aggregate>: Sendable {
    package let events: [Subject.Event]
    /// Streams to write to or to guard in the same append, such as the reservation of a unique name. The stream that
    /// the command has consulted is written to at the version that was seen, whatever is expected here.
    package let others: [StreamAppend]
    /// What the caller is told, also when the command is repeated.
    package let data: JSONValue

    package init(_ events: [Subject.Event], others: [StreamAppend] = [], data: JSONValue = .null) {
        (self.events, self.others, self.data) = (events, others, data)
    }

    /// Nothing has to happen: it is as wanted already.
    package static var nothing: Decision { Decision([]) }
}
