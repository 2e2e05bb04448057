/// The newest events of the log in memory, a fixed number of them, addressed by position.
///
/// Because positions have no gaps, the event after position `p` is at place `p + 1`, and whoever has read up to the
/// oldest position in the ring goes on from it without missing or repeating anything.
///
/// Invariant: the ring holds exactly the positions `first ... last`, or none.
package struct EventRing: Sendable {
    private var slots: [RecordedEvent?]
    private let mask: Int
    private let bytesMax: Int
    private var bytes = 0
    /// The oldest position in the ring; the one after `last` when it is empty.
    package private(set) var first: GlobalPosition
    package private(set) var last: GlobalPosition

    /// Limit: `capacity` events (rounded up to a power of two) and `bytesMax` bytes of bodies.
    package init(after position: GlobalPosition, capacity: Int = 65_536, bytesMax: Int = 64 << 20) {
        var size = 1
        while size < capacity { size *= 2 }
        slots = Array(repeating: nil, count: size)
        mask = size - 1
        self.bytesMax = bytesMax
        (first, last) = (position.next, position)
    }

    /// Whether somebody who has read up to `position` can go on from the ring.
    package func reaches(back position: GlobalPosition) -> Bool {
        position.next >= first && position <= last
    }

    /// Adds the next event of the log, and drops the oldest ones if need be.
    package mutating func append(_ event: RecordedEvent) {
        precondition(event.position == last.next, "A ring cannot take \(event.position) after \(last).")
        let index = place(event.position)
        if event.position.number - first.number >= Int64(slots.count) { dropFirst() }
        slots[index] = event
        last = event.position
        bytes += Self.size(event)
        while bytes > bytesMax, first < last { dropFirst() }
    }

    /// The events after a position that the filter admits, and how far was looked.
    ///
    /// The position must be one that the ring reaches back to.
    package func read(
        after position: GlobalPosition, filter: EventFilter, limit: Int
    ) -> (events: [RecordedEvent], scanned: GlobalPosition) {
        precondition(reaches(back: position), "The ring does not reach back to \(position).")
        var events: [RecordedEvent] = []
        var scanned = position
        while scanned < last, events.count < limit {
            scanned = scanned.next
            guard let event = slots[place(scanned)] else { preconditionFailure("No event at \(scanned).") }
            if filter.admits(event) { events.append(event) }
        }
        return (events, scanned)
    }

    private mutating func dropFirst() {
        if let old = slots[place(first)] { bytes -= Self.size(old) }
        slots[place(first)] = nil
        first = first.next
    }

    private func place(_ position: GlobalPosition) -> Int { Int(truncatingIfNeeded: position.number) & mask }

    private static func size(_ event: RecordedEvent) -> Int { event.body.count + 256 }
}
