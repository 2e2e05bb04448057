/// The state that a stream's events add up to: what a decision may look at.
///
/// Invariant: `apply` is total. It never refuses an event that was once accepted.
package protocol Aggregate: Sendable {
    associatedtype Event: Sendable
    /// Every way in which the domain can say no.
    associatedtype Refusal: Error & Equatable & Sendable

    static var category: StreamCategory { get }
    static var codec: EventCodec<Event> { get }
    /// How long streams are shortened; nil to always fold from the first event.
    static var snapshots: SnapshotForm<Self>? { get }

    /// The state before the first event.
    init()
    mutating func apply(_ event: Event)
}

extension Aggregate {
    package static var snapshots: SnapshotForm<Self>? { nil }

    /// The state after these events.
    package static func folded(_ events: some Sequence<Event>) -> Self {
        var state = Self()
        for event in events { state.apply(event) }
        return state
    }
}
