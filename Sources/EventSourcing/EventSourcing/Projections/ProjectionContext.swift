import Lifecycle

/// What the workers of a node share.
package struct ProjectionContext: Sendable {
    package let node: NodeID
    package let store: any ProjectionStore
    /// For events that have to be read again.
    package let reader: any EventStore
    package let source: any EventSource
    package let clock: any Clock
    package let limits: ProjectionLimits
    package let changes: ChangeFeed?
    package let progress: ReadModelProgress?
    package let sealing: EventSealing?

    package init(
        node: NodeID, store: any ProjectionStore, reader: any EventStore, source: any EventSource, clock: any Clock,
        limits: ProjectionLimits = ProjectionLimits(), changes: ChangeFeed? = nil, progress: ReadModelProgress? = nil,
        sealing: EventSealing? = nil
    ) {
        (self.node, self.store, self.reader, self.source) = (node, store, reader, source)
        (self.clock, self.limits, self.changes) = (clock, limits, changes)
        (self.progress, self.sealing) = (progress, sealing)
    }
}
