/// Why a process could not be moved on.
package enum ProcessError: Error {
    case store(EventStoreError)
    case projections(ProjectionStoreError)
    case feed(FeedError)
    case sealing(SealingError)
    /// Its own stream cannot be read.
    case poison(ProcessID, reason: String)
    /// Others changed it under every attempt.
    case contended(ProcessID)
    /// So many inputs wait for it that no more are taken; somebody has to resume or resolve it.
    case full(ProcessID)
}
