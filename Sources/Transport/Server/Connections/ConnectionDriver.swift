import Networking

/// Speaks one protocol on an accepted connection.
///
/// **The seam for HTTP/2.** `ServerConnection` chooses the driver when the connection opens, by what ALPN agreed on
/// (`h2` or `http/1.1`; without TLS by the first bytes: the HTTP/2 preface begins with `PRI`), and changes it when a
/// request is upgraded. Today there are `HTTP1Driver` and `WebSocketSession`; an HTTP/2 driver owns its streams, each
/// of them an `ExchangeTransport`, and needs no change anywhere else: handlers see `Exchange`, which knows no framing.
protocol ConnectionDriver: AnyObject {
    /// Returns how many of the bytes were used; the rest is offered again with more behind it.
    func received(_ bytes: UnsafeBufferPointer<UInt8>) -> Int
    /// The client will send nothing more.
    func peerFinished()
    /// The pending output has passed the high mark or fallen to the low one.
    func canWrite(_ canWrite: Bool)
    /// The server shuts down: finish what was begun, begin nothing.
    func drain()
    /// The connection is gone; the last call.
    func closed(_ reason: CloseReason)
}
