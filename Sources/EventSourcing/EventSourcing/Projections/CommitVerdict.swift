/// Whether a batch of a projection was written.
package enum CommitVerdict: Hashable, Sendable {
    case committed
    /// Another node has the lease, or the generation is paused, retired or gone: nothing was written.
    case fenced
    /// The checkpoint stands elsewhere: nothing was written. After a lost answer, `actual == to` says that it had been.
    case moved(actual: Cursor)
}
