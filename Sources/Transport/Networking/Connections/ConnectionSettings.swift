/// The bounds of one connection.
package struct ConnectionSettings: Sendable {
    /// Limit: unconsumed input kept for the delegate.
    package var inputBytesMax = 64 * 1024
    /// Above this much pending output the delegate is asked to wait.
    package var outputHighMark = 256 * 1024
    /// At this much pending output the delegate may go on.
    package var outputLowMark = 64 * 1024
    /// Limit: pending output; beyond it the connection is closed.
    package var outputBytesMax = 64 * 1024 * 1024
    /// Closes a connection on which nothing was read or written for so long; nil never does.
    package var idleTimeout: Duration? = .seconds(75)
    /// Closes a connection whose peer takes none of the pending output for so long.
    package var writeStallTimeout: Duration = .seconds(30)
    /// How long the peer may take to end the stream after our side has ended it.
    package var lingerTimeout: Duration = .seconds(5)
    /// How long the TLS handshake may take.
    package var handshakeTimeout: Duration = .seconds(10)
    /// Limit: bytes read before other connections of the loop have their turn.
    package var bytesPerTurnMax = 256 * 1024

    package init() {}
}
