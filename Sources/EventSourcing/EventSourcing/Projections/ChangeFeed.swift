import Prelude

/// What a committed batch changed in the live rows of a read model.
package struct ChangeNotice: Hashable, Sendable {
    package let projection: ProjectionName
    /// The rows hold everything up to here.
    package let cursor: Cursor
    package let rows: [ChangedRow]

    package init(projection: ProjectionName, cursor: Cursor, rows: [ChangedRow]) {
        (self.projection, self.cursor, self.rows) = (projection, cursor, rows)
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

    /// Also for notices that arrive from other nodes.
    package func publish(_ notice: ChangeNotice) {
        for observer in observers.withLock({ $0 }) { observer(notice) }
    }
}
