import CLinux
import Glibc
import Synchronization

/// Turns the signals of an orchestrator or a person into calls on a thread where anything may be done.
package enum ProcessSignals {
    package enum Signal: Sendable, Equatable {
        /// SIGTERM, or SIGINT from a terminal: finish and end. The count says how often one of them came: the second
        /// means at once.
        case stop(count: Int, isTerminal: Bool)
        /// SIGHUP: read configuration and certificates again.
        case reload
    }

    // Safe because it is only written by `observe` before the handlers are installed.
    nonisolated(unsafe) private static var pipeEnd: Int32 = -1
    private static let isInstalled = Atomic<Bool>(false)

    /// Calls the handler, one signal after the other, for the rest of the process's life. Call it once.
    ///
    /// Also makes writes to closed sockets an error instead of a signal.
    package static func observe(_ handler: @escaping @Sendable (Signal) -> Void) throws(SystemError) {
        precondition(!isInstalled.exchange(true, ordering: .relaxed), "Signals are observed once.")
        var ends: [Int32] = [0, 0]
        guard pipe2(&ends, O_CLOEXEC) == 0 else { throw .last("pipe2") }
        let reading = ends[0]
        pipeEnd = ends[1]
        _ = try DedicatedThread(name: "signals") { listen(reading, handler) }
        signal(SIGPIPE, SIG_IGN)
        for number in [SIGTERM, SIGINT, SIGHUP] {
            var action = sigaction()
            action.__sigaction_handler.sa_handler = note
            action.sa_flags = SA_RESTART
            guard sigaction(number, &action, nil) == 0 else { throw .last("sigaction") }
        }
    }

    /// Only write(2) happens in the handler: nothing else of ours may be called while any thread is anywhere.
    private static let note: @convention(c) (Int32) -> Void = { number in
        let saved = errno
        var byte = UInt8(truncatingIfNeeded: number)
        _ = write(pipeEnd, &byte, 1)
        errno = saved
    }

    private static func listen(_ descriptor: Int32, _ handler: (Signal) -> Void) {
        var stops = 0
        while true {
            var byte: UInt8 = 0
            let count = read(descriptor, &byte, 1)
            if count < 0, errno == EINTR { continue }
            guard count == 1 else { return }
            if Int32(byte) == SIGHUP {
                handler(.reload)
            } else {
                stops += 1
                handler(.stop(count: stops, isTerminal: Int32(byte) == SIGINT))
            }
        }
    }
}
