import Prelude

/// What the live rows of a read model have changed between two places in the log.
///
/// The notices of one worker follow each other without a gap: each begins where the one before has ended, also over
/// events that changed nothing. So who has heard all of them knows every change up to the last one's cursor.
package struct ChangeNotice: Hashable, Sendable {
    package let generation: Generation
    /// The changes of all events behind here, up to `cursor`, are in `rows`.
    package let after: Cursor
    /// The rows hold everything up to here.
    package let cursor: Cursor
    package let rows: [ChangedRow]
    /// Goes up with every worker and whenever rows changed that no position shows. Where it does, what was told before
    /// is not known to be all.
    package let term: Int64

    package var projection: ProjectionName { generation.projection }

    /// An answer that was read before this position does not have the changes.
    ///
    /// Why behind the cursor if nothing lies between: parked events that are settled change rows whose position was
    /// reached long before, so what was read at that position may be either.
    package var changedAt: GlobalPosition { after == cursor ? cursor.position.next : cursor.position }

    package init(
        generation: Generation, term: Int64, after: Cursor, cursor: Cursor, rows: [ChangedRow] = []
    ) {
        (self.generation, self.term, self.after, self.cursor) = (generation, term, after, cursor)
        self.rows = rows
    }
}

/// Tells caches and live queries of this node what changed, after it was committed and before waiters are woken.
///
/// Observers are called on the committing task, in the order of commits of a projection: they must be quick.
package final class ChangeFeed: Sendable {
    package typealias Observer = @Sendable (ChangeNotice) -> Void

    private let observers = Lock<[Observer]>([])

    package init() {}

    package func observe(_ observer: @escaping Observer) {
        observers.withLock { $0.append(observer) }
    }

    package func publish(_ notice: ChangeNotice) {
        for observer in observers.withLock({ $0 }) { observer(notice) }
    }
}
