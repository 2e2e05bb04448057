import EventSourcing
import Glibc
import Lifecycle

/// The place of the one node that serves an embedded store; the kernel frees it when the process ends, however it ends.
///
/// Why: listeners share their port between processes, so that a second node on the same store would not fail by itself:
/// clients would be answered by the two in turn. And who is alone may go on at once with the leases of a node that was
/// killed, under the same name, instead of waiting until they run out.
package final class EmbeddedSeat: Sendable {
    package static let node: NodeID = "embedded"
    private static let fileName = "node.lock"
    private static let interval = Duration.milliseconds(50)

    package enum Failure: Error, Equatable, CustomStringConvertible {
        case taken(directory: String)
        case unusable(path: String, code: Int32)

        package var description: String {
            switch self {
            case .taken(let directory):
                "Another node works on the store in \(directory). Stop it, or give this one a storage.directory of its own."
            case .unusable(let path, let code): "\(path) cannot be opened: \(String(cString: strerror(code)))"
            }
        }
    }

    private let descriptor: Int32

    private init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Waits for a node that is about to stop, but not for longer than `patience`.
    package static func take(
        in directory: String, patience: Duration, clock: any Clock, whenTaken notice: () -> Void = {}
    ) async throws -> EmbeddedSeat {
        let path = directory + "/" + fileName
        let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure.unusable(path: path, code: errno) }
        let seat = EmbeddedSeat(descriptor)
        let end = clock.now + patience
        var isWaiting = false
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let code = errno
            guard code == EWOULDBLOCK || code == EINTR else { throw Failure.unusable(path: path, code: code) }
            guard clock.now < end else { throw Failure.taken(directory: directory) }
            if !isWaiting { notice() }
            isWaiting = true
            try await clock.sleep(for: interval)
        }
        return seat
    }
}
