import Database
import EventSourcing

/// The stores of one node, whichever engine is behind them.
package struct NodeStorage: Sendable {
    package let reader: any DatabaseReader
    package let events: any EventStore
    package let snapshots: (any SnapshotStore)?
    package let projections: any ProjectionStore
    /// Finishes what waits and closes; never called on a loop.
    package let close: @Sendable () async -> Void

    package init(
        reader: any DatabaseReader, events: any EventStore, snapshots: (any SnapshotStore)?,
        projections: any ProjectionStore, close: @escaping @Sendable () async -> Void
    ) {
        (self.reader, self.events, self.snapshots) = (reader, events, snapshots)
        (self.projections, self.close) = (projections, close)
    }
}
