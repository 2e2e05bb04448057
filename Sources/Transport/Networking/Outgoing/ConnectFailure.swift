import Lifecycle

/// Why no connection could be opened.
package enum ConnectFailure: Error, Sendable, Equatable {
    /// The name does not exist or could not be looked up; the text is the resolver's.
    case unresolved(String)
    /// The resolver's queue is full.
    case busy
    /// Every address of the name is one that the settings refuse.
    case addressRefused
    /// No address answered in time.
    case timeout
    /// The last address that was tried failed.
    case failed(SystemError)
    /// The name cannot be a TLS server's name.
    case badHostName
}
