import Lifecycle

/// How the reading of the log's end is going on this node.
package struct TailerStatus: Hashable, Sendable {
    /// The end of what has been read, nil before the first poll.
    package var cursor: Cursor?
    /// The end of the log as the last poll saw it.
    package var head: Cursor?
    package var lastSuccess: MonotonicTime?
    package var consecutiveFailures = 0
    package var waiting = 0

    package init() {}

    /// How many events are in the log and not yet in the ring, as of the last poll.
    package var lag: Int64 { max(0, (head?.position.number ?? 0) - (cursor?.position.number ?? 0)) }
}
