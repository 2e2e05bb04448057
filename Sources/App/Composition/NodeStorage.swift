import Database
import EventSourcing

/// The stores of one node, whichever engine is behind them.
package struct NodeStorage: Sendable {
    package let reader: any DatabaseReader
    package let events: any EventStore
    package let snapshots: (any SnapshotStore)?
    /// What is forgotten of old commands; nil for a store that keeps everything.
    package let commands: (any CommandMemory)?
    package let projections: any ProjectionStore
    /// The wrapped keys of people, which are never in the log; nil for a store that holds nothing about people.
    package let subjectKeys: SQLSubjectKeys?
    /// Finishes what waits and closes; never called on a loop.
    package let close: @Sendable () async -> Void

    package init(
        reader: any DatabaseReader, events: any EventStore, snapshots: (any SnapshotStore)?,
        commands: (any CommandMemory)? = nil, projections: any ProjectionStore, subjectKeys: SQLSubjectKeys? = nil,
        close: @escaping @Sendable () async -> Void
    ) {
        (self.reader, self.events, self.snapshots, self.commands) = (reader, events, snapshots, commands)
        (self.projections, self.subjectKeys, self.close) = (projections, subjectKeys, close)
    }
}
