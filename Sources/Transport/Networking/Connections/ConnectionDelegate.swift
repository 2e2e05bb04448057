/// Speaks a protocol over a connection; it cannot tell whether TLS lies below.
///
/// All calls come on the connection's loop. Writes made inside a call go out together when it returns.
package protocol ConnectionDelegate: AnyObject {
    /// Returns how many of the bytes it has consumed.
    ///
    /// The rest is shown again, followed by later bytes in one piece, when more arrive or after `resumeReading`. The
    /// bytes are valid during the call only.
    func connection(_ connection: Connection, received bytes: UnsafeBufferPointer<UInt8>) -> Int

    /// The peer will send nothing after what it has sent; it may still read.
    ///
    /// While reading is paused this can come before the last bytes have been shown. The delegate answers with
    /// `finish` or `close`, sooner or later.
    func connectionPeerFinished(_ connection: Connection)

    /// The pending output has risen above the high mark (`false`) or has fallen to the low mark (`true`).
    func connection(_ connection: Connection, canWrite: Bool)

    /// The last call, exactly once; the descriptor is closed.
    func connection(_ connection: Connection, closed reason: CloseReason)
}
