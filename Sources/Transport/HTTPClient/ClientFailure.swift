import HTTP
import Networking

/// Why a call has no answer.
package enum ClientFailure: Error, Sendable, Equatable {
    /// No connection could be opened: no such name, refused, not in time, not allowed.
    case unreachable(ConnectFailure)
    /// The address needs TLS and the client has no rules for it.
    case notSecured
    /// The TLS handshake failed or the connection broke; whether the request took effect is unknown.
    case disconnected(String)
    /// The answer broke the protocol or a bound.
    case malformed(HTTPRefusal)
    /// Nothing of the answer came in time.
    case firstByteTimeout
    /// The answer was not complete in time.
    case timeout
    /// Too many calls wait for this origin.
    case busy
    /// The caller was cancelled.
    case cancelled
    /// The peer did not agree to speak WebSocket.
    case handshake
}
