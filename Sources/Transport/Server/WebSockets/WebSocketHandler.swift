import WebSocket

/// Receives what one socket brings; every call comes on the socket's loop.
package protocol WebSocketHandler: AnyObject {
    /// A whole text message; the bytes are valid UTF-8 and live during the call only.
    func socket(_ socket: WebSocketSession, text: UnsafeBufferPointer<UInt8>)
    /// A whole binary message; the bytes live during the call only.
    func socket(_ socket: WebSocketSession, binary: UnsafeBufferPointer<UInt8>)
    /// The output queue has become short again after a send that said to wait.
    func socketCanSend(_ socket: WebSocketSession)
    /// The last call, exactly once; the code is the peer's, ours, or `abnormal`.
    func socket(_ socket: WebSocketSession, closed code: CloseCode)
}

extension WebSocketHandler {
    package func socketCanSend(_ socket: WebSocketSession) {}
}
