/// Why a subscription to the log ends; each says where one may begin again.
package enum FeedError: Error {
    /// The log no longer has what comes after the cursor; positions up to `oldest` are gone.
    case cursorExpired(oldest: Cursor)
    /// The log may have lost events after the cursor: state that was derived from it has to be read anew.
    case resync(head: Cursor)
    /// The consumer fell behind what is kept in memory; it may go on from its cursor.
    case slowConsumer(Cursor)
    case store(EventStoreError)
    case cancelled
}
