/// Why the store could not answer; a lost race is no error but a result.
package enum EventStoreError: Error {
    /// The store cannot be reached and nothing was written; trying again later may help.
    case unavailable(underlying: any Error)
    /// The answer to a commit was lost: look the command id up, never send it again blindly.
    case outcomeUnknown(underlying: any Error)
    /// Refused before anything was tried, because too much is waiting.
    case overloaded
    /// The deadline passed before the append was sent.
    case deadlineExceeded
    /// The log no longer has what was asked for; `oldest` is the last position that is gone.
    case positionExpired(oldest: GlobalPosition)
    /// A limit of `EventStoreLimits` is exceeded or the same stream is named twice: the caller's mistake.
    case invalid(reason: String)
    /// What is stored contradicts an invariant.
    case corrupt(position: GlobalPosition?, reason: String)
}
