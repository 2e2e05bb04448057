import HTTP

/// The body of a response that is sent in pieces, with the client's pace as its limit.
// Safe because every member is used on the exchange's loop only.
package final class ResponseStream: @unchecked Sendable {
    private var exchange: Exchange?
    private var waiting: [UnsafeContinuation<Bool, Never>] = []
    private var drainHandler: (() -> Void)?

    init(_ exchange: Exchange) { self.exchange = exchange }

    /// False when the client is gone or the stream was finished.
    package var isOpen: Bool { exchange != nil }

    /// Sends a piece; false when the client is gone, or when so much is pending that the sender should wait.
    @discardableResult
    package func write(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let exchange, let transport = exchange.transport else { return false }
        transport.sendPiece(bytes)
        return self.exchange != nil && transport.canWrite
    }

    /// Sends a piece.
    @discardableResult
    package func write(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBufferPointer { write($0) } }

    /// Waits until the client has taken enough of what is pending; false when it is gone.
    package func ready() async -> Bool {
        guard let transport = exchange?.transport else { return false }
        if transport.canWrite { return true }
        return await withUnsafeContinuation { continuation in
            // Why here again: the loop may have run between the look above and this suspension.
            guard let transport = exchange?.transport else { return continuation.resume(returning: false) }
            if transport.canWrite { continuation.resume(returning: true) } else { waiting.append(continuation) }
        }
    }

    /// Ends the body; whatever is pending is still sent.
    package func finish() {
        guard let exchange else { return }
        self.exchange = nil
        wake(false)
        exchange.streamEnded()
    }

    /// Cuts the body so that the client cannot take it for complete.
    package func abort() { exchange?.streamFailed() }

    /// Calls the function when the server shuts down, for streams that would never end by themselves.
    package func whenDrained(_ body: @escaping () -> Void) { drainHandler = body }

    func canWriteAgain() { wake(true) }

    func clientGone() {
        exchange = nil
        drainHandler = nil
        wake(false)
    }

    func drain() {
        let handler = drainHandler
        drainHandler = nil
        handler?()
    }

    private func wake(_ canWrite: Bool) {
        let continuations = waiting
        waiting = []
        for continuation in continuations { continuation.resume(returning: canWrite) }
    }
}
