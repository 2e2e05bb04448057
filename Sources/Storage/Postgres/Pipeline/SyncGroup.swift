import Database
import Lifecycle

/// What one sync ends: one implicit transaction of the server and one domain of errors.
///
/// Reads of many callers share a group, because a failed one costs the others only another try; a write has a group to
/// itself, because its sync is its commit.
final class SyncGroup {
    /// One query of a batch in this group.
    struct Read {
        let batch: ReadBatch
        let index: Int
        /// How often it was sent before.
        var tries: Int
    }

    /// What the next answer of the server belongs to.
    enum Expectation {
        /// BEGIN-like statements of ours, whose answer matters only when it is an error.
        case control
        case parse(ordinal: Int)
        case read(Read)
        case step(Int)
        case sync
    }

    /// Limit: how often a read is sent before its error is the caller's.
    static let triesMax = 3

    let write: WriteJob?
    let scoped: ReadBatch?
    /// Units that the pool counts for it.
    let load: Int
    let sentAt: MonotonicTime
    /// Reads that were aborted by another's error, to be sent again.
    var again: [Read] = []
    /// The first error of the group.
    var failure: DatabaseError?
    /// Whether the write may be tried again because a prepared statement was not there.
    var mustPrepareAgain = false

    init(write: WriteJob? = nil, scoped: ReadBatch? = nil, load: Int, sentAt: MonotonicTime) {
        (self.write, self.scoped, self.load, self.sentAt) = (write, scoped, load, sentAt)
    }
}
