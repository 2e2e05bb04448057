/// Why a command could not be carried out or its fate not be told.
package enum CommandFailure: Error {
    /// The stream changed under every attempt; sending the command again may help.
    case contended(StreamName, attempts: Int)
    case deadlineExceeded
    case load(LoadError)
    case store(EventStoreError)
    case sealing(SealingError)
}
