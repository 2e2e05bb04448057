import HTTP

/// Every bound of outgoing calls, with its default.
package struct ClientSettings: Sendable {
    /// Limits of a response; `bodyBytesMax` bounds the whole body.
    package var http = HTTPLimits()
    /// Limit: connections to one origin on one loop.
    package var connectionsPerOriginMax = 16
    /// Limit: calls of one loop that wait for a connection to one origin; beyond it the call fails at once.
    package var waitingPerOriginMax = 256
    /// From the request's sending to the first byte of its answer.
    package var firstByteTimeout: Duration = .seconds(10)
    /// From the call to the last byte of its answer, connecting and waiting included.
    package var wholeTimeout: Duration = .seconds(30)
    /// A connection without a call is closed after this silence.
    package var idleTimeout: Duration = .seconds(30)

    package init() {}
}
