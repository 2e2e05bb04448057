/// What became of one append of a batch. Only `appended` changed the log.
package enum AppendResult: Hashable, Sendable {
    case appended(RecordedOutcome)
    /// The command took effect earlier; this is what it did then.
    case duplicate(RecordedOutcome)
    /// The command id belongs to another request.
    case commandIDReused
    case conflict(StreamConflict)
    /// The stream has ended.
    case streamClosed(StreamName)

    /// What the command did, now or earlier.
    package var outcome: RecordedOutcome? {
        switch self {
        case .appended(let outcome), .duplicate(let outcome): outcome
        case .commandIDReused, .conflict, .streamClosed: nil
        }
    }
}
