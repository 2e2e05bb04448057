/// Many events of one projection, applied together: read once, added up in memory, and put into each row once.
///
/// Invariant: the rows are those that the same events give in batches of any size, also of one. What it cannot apply it
/// throws as poison without saying which event it was; the fold then applies the events one by one and parks that one.
package protocol ProjectionBatch: Sendable {
    /// Puts what its events come to into the rows. It is called again after every `needs`, until it returns; what it
    /// has worked out it keeps, and it puts nothing before it has everything that it needs.
    mutating func run(_ rows: inout RowSet) throws(ProjectionInterruption)
}

/// A projection whose only way to apply events is a batch.
package protocol BatchedProjection: Projection {
    associatedtype Batch: ProjectionBatch

    func events(_ events: [RecordedEvent]) -> Batch
}

extension BatchedProjection {
    package func batch(of events: [RecordedEvent]) -> (any ProjectionBatch)? { self.events(events) }

    package func apply(_ event: RecordedEvent, to rows: inout RowSet) throws(ProjectionInterruption) {
        var batch = events([event])
        try batch.run(&rows)
    }
}
