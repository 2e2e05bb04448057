/// A read model as a function of the log.
///
/// Invariant: `apply` is pure: what it does follows from the event and the rows alone, so that a rebuild gives the same
/// rows byte for byte, whatever the batches were.
package protocol Projection: Sendable {
    /// The stored name.
    var name: ProjectionName { get }
    /// Raised whenever the tables or the meaning of `apply` change: the read model is then rebuilt beside the old one.
    var codeVersion: Int32 { get }
    var tables: [ReadModelTable] { get }
    /// The events it looks at; all others move the checkpoint only.
    var filter: EventFilter { get }

    /// Events with the same lane are applied in order also when one of them had to be parked.
    func lane(of event: RecordedEvent) -> String
    func apply(_ event: RecordedEvent, to rows: inout RowSet) throws(ProjectionInterruption)
    /// All these events in one go, for projections that many events reach; nil for those that apply each on its own.
    func batch(of events: [RecordedEvent]) -> (any ProjectionBatch)?
}

extension Projection {
    package func batch(of events: [RecordedEvent]) -> (any ProjectionBatch)? { nil }

    package func lane(of event: RecordedEvent) -> String { "\(event.tenant)/\(event.stream)" }
}

extension EventCodec {
    /// The domain event, or a poison event if it cannot be read.
    package func decodeForProjection(_ event: RecordedEvent) throws(ProjectionInterruption) -> Event {
        do throws(EventBodyError) {
            return try decode(event)
        } catch {
            throw .poison(reason: "\(event.name) cannot be read: \(error)")
        }
    }
}
