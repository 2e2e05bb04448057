import EventSourcing

/// Follows the events of a feed for one viewer and says which of them the viewer may see.
///
/// Why a value that follows the log, and not a look into a read model: a right that ends at a position ends exactly
/// there, whether the event comes live or in a resumed stream, and a delivery costs no read.
/// Invariant: it is told of every event of the filter after the cursor that it began at, in order; asked again about
/// the same event, it answers the same.
package protocol LiveGate: Sendable {
    /// The note is what the feed has looked up about the event, if it looks anything up.
    mutating func verdict(on event: RecordedEvent, _ note: LiveNote?) -> LiveVerdict
}

extension LiveGate {
    package mutating func verdict(on event: RecordedEvent) -> LiveVerdict { verdict(on: event, nil) }
}

/// What becomes of an event for one viewer.
package enum LiveVerdict: Equatable, Sendable {
    case shown
    case hidden
    /// It is shown, and nothing after it ever will be: the subscription ends with this failure.
    case last(PublicFailure)
}
