import Networking
import Server

/// A response body that tells when its client is behind.
// Safe because every member is used on the stream's loop only.
final class PacedOutput: @unchecked Sendable {
    private let stream: any PieceStream
    private let loop: EventLoop
    /// A full stream answers a write with false; a replay then waits for it.
    private(set) var canTake = true

    init(_ stream: any PieceStream, on loop: EventLoop) {
        (self.stream, self.loop) = (stream, loop)
    }

    func send(_ bytes: [UInt8]) {
        guard !bytes.isEmpty, !stream.send(encoded: bytes), stream.isOpen, canTake else { return }
        canTake = false
        Task(executorPreference: loop) { [self] in
            _ = await stream.ready()
            canTake = true
        }
    }

    func finish() { stream.finish() }
}

/// A body that is sent in pieces.
protocol PieceStream: AnyObject {
    var isOpen: Bool { get }
    /// False when the client is gone or should be waited for.
    func send(encoded: [UInt8]) -> Bool
    func ready() async -> Bool
    func finish()
}

extension EventStream: PieceStream {}
extension ResponseStream: PieceStream {
    func send(encoded: [UInt8]) -> Bool { write(encoded) }
}
