/// Why a streamed body ended early.
package enum BodyFailure: Error, Sendable, Equatable {
    /// The client went away, or broke the framing or a bound.
    case cut
}

/// A request body in pieces, as they come; the client is slowed down when they are not taken.
// Safe because every member is used on the exchange's loop only.
package final class RequestBody: @unchecked Sendable {
    /// Limit: bytes that wait to be taken before the client is slowed down.
    static let waitingBytesMax = 64 << 10
    /// Pieces up to here are joined, so that a body of one-byte chunks costs by its bytes and not by its chunks.
    private static let joinedBytesMax = 16 << 10

    private var pieces: [[UInt8]] = []
    private var waitingBytes = 0
    private var isComplete = false
    private var isCut = false
    private var reader: UnsafeContinuation<Void, Never>?
    private var transport: (any ExchangeTransport)?

    init(_ transport: any ExchangeTransport) { self.transport = transport }

    /// The next piece, or nil at the end; one reader at a time.
    package func next() async throws(BodyFailure) -> [UInt8]? {
        while true {
            if isCut { throw .cut }
            if !pieces.isEmpty {
                let piece = pieces.removeFirst()
                let wasFull = isFull
                waitingBytes -= piece.count
                if wasFull, !isFull { transport?.resumeBody() }
                return piece
            }
            if isComplete { return nil }
            guard reader == nil else { throw .cut }
            await withUnsafeContinuation { continuation in
                // Why here again: the loop may have run between the look above and this suspension.
                if pieces.isEmpty, !isComplete, !isCut { reader = continuation } else { continuation.resume() }
            }
        }
    }

    var isFull: Bool { waitingBytes >= Self.waitingBytesMax }

    func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        if let last = pieces.indices.last, pieces[last].count + bytes.count <= Self.joinedBytesMax {
            pieces[last].append(contentsOf: bytes)
        } else {
            pieces.append([UInt8](bytes))
        }
        waitingBytes += bytes.count
        wake()
    }

    func finish() {
        isComplete = true
        transport = nil
        wake()
    }

    func fail() {
        guard !isComplete else { return }
        isCut = true
        transport = nil
        wake()
    }

    private func wake() {
        let waiting = reader
        reader = nil
        waiting?.resume()
    }
}
