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
    /// So many inputs of this kind wait for processes that cannot take them that the kind stands still.
    case full(kind: ProcessKind)
}

extension ProcessError {
    /// Whether trying again does not help before somebody has mended something: it concerns this process alone.
    var isLasting: Bool {
        switch self {
        case .poison, .store(.invalid), .store(.corrupt), .sealing(.damaged): true
        case .store, .projections, .feed, .sealing, .contended, .full: false
        }
    }
}
