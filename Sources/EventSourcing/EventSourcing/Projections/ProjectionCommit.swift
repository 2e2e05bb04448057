/// Everything that one batch of a projection writes, in one transaction.
package struct ProjectionCommit: Hashable, Sendable {
    package let lease: Lease
    /// The checkpoint must stand here; otherwise nothing is written.
    package let from: Cursor
    /// Where the checkpoint stands afterwards; never before `from`, equal to it when only parked events are settled.
    package let to: Cursor
    package let changes: [RowChange]
    /// Put in place of those with the same key and position.
    package let parked: [ParkedEvent]
    /// Parked events that were applied or skipped: removed.
    package let settled: [GlobalPosition]

    package init(
        lease: Lease, from: Cursor, to: Cursor, changes: [RowChange], parked: [ParkedEvent] = [],
        settled: [GlobalPosition] = []
    ) {
        (self.lease, self.from, self.to) = (lease, from, to)
        (self.changes, self.parked, self.settled) = (changes, parked, settled)
    }
}
