/// Why the state of a stream could not be had.
package enum LoadError: Error {
    case store(EventStoreError)
    case sealing(SealingError)
    case undecodable(GlobalPosition, EventName, EventBodyError)
    case closed(StreamName)
    /// What the store returned contradicts an invariant.
    case broken(StreamName, reason: String)
}
