import JSON

/// What became of a command, as far as it is nobody's failure.
package enum CommandOutcome<Subject: Aggregate>: Sendable {
    case done(CommandReceipt<Subject.Event>)
    case refused(Subject.Refusal)
    case invalid([InputViolation])
    case forbidden
    /// The command id was used before for something else.
    case idReused
    /// The stream has ended.
    case streamClosed(StreamName)

    package var receipt: CommandReceipt<Subject.Event>? {
        if case .done(let receipt) = self { receipt } else { nil }
    }

    package var refusal: Subject.Refusal? {
        if case .refused(let refusal) = self { refusal } else { nil }
    }
}

/// What a command did: the same, whether it was sent once or several times.
package struct CommandReceipt<Event: Sendable>: Sendable {
    package let data: JSONValue
    /// The events of the command's own stream.
    package let events: [Event]
    /// Where the log stood right after the command: the token with which to read one's own write.
    package let cursor: Cursor
    /// The version of the command's own stream right after it.
    package let version: StreamVersion
    /// Whether it had taken effect before.
    package let isRepeated: Bool

    package init(data: JSONValue, events: [Event], cursor: Cursor, version: StreamVersion, isRepeated: Bool) {
        (self.data, self.events, self.cursor) = (data, events, cursor)
        (self.version, self.isRepeated) = (version, isRepeated)
    }
}
