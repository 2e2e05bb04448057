import Glibc
import Lifecycle

/// Waits for SIGTERM or SIGINT on a thread of its own.
enum Termination {
    static func wait(_ body: @escaping @Sendable () -> Void) {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGTERM)
        sigaddset(&signals, SIGINT)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        let waited = signals
        _ = try? DedicatedThread(name: "signals") {
            var set = waited
            var number: Int32 = 0
            sigwait(&set, &number)
            body()
        }
    }
}
