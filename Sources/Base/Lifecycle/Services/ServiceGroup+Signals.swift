import Glibc

extension ServiceGroup {
    /// Runs until a signal or a failure ends it.
    ///
    /// SIGTERM and SIGINT drain; only SIGTERM pauses for load balancers, since a person at a terminal has none. The
    /// second of them stops waiting, the third ends the process where it stands. SIGHUP calls `reload`.
    ///
    /// Call it once in a process.
    package func runUntilSignalled(reload: @escaping @Sendable () -> Void) async throws -> Outcome {
        try ProcessSignals.observe { signal in
            switch signal {
            case .reload: reload()
            case .stop(count: 1, let isTerminal): self.drain(letsTrafficLeave: !isTerminal)
            case .stop(count: 2, _): self.force()
            case .stop: _exit(130)
            }
        }
        return try await run()
    }
}
