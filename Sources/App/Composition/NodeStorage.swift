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
    /// Signs the cursors of pages on all nodes of the store; nil if the store has only one node, whose own key does.
    package let cursorKey: [UInt8]?
    /// Finishes what waits and closes; never called on a loop.
    package let close: @Sendable () async -> Void

    package init(
        reader: any DatabaseReader, events: any EventStore, snapshots: (any SnapshotStore)?,
        commands: (any CommandMemory)? = nil, projections: any ProjectionStore, subjectKeys: SQLSubjectKeys? = nil,
        cursorKey: [UInt8]? = nil, close: @escaping @Sendable () async -> Void
    ) {
        (self.reader, self.events, self.snapshots, self.commands) = (reader, events, snapshots, commands)
        (self.projections, self.subjectKeys, self.cursorKey, self.close) = (projections, subjectKeys, cursorKey, close)
    }
}
