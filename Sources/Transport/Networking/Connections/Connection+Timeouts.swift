import Lifecycle

/// One timer for all deadlines of a connection. Activity only notes the time; the timer looks at the notes when it
/// fires and moves itself, so that a busy connection costs no timer work.
extension Connection: TimerTarget {
    package func timerFired(tag: UInt32) {
        timer = .none
        timerDeadline = MonotonicTime(nanoseconds: .max)
        guard state != .closed else { return }
        if let phaseDeadline, phaseDeadline <= loop.now {
            return close(state == .opening ? .handshakeTimeout : .local)
        }
        if let stall = stallDeadline, stall <= loop.now { return abort(.writeStalled) }
        if let idle = idleDeadline, idle <= loop.now { return close(.idle) }
        updateTimer()
    }

    /// Changes the idle timeout, counted from the last activity; nil switches it off.
    package func setIdleTimeout(_ timeout: Duration?) {
        settings.idleTimeout = timeout
        updateTimer()
    }

    private var stallDeadline: MonotonicTime? {
        isBlocked ? blockedSince + settings.writeStallTimeout : nil
    }

    private var idleDeadline: MonotonicTime? {
        settings.idleTimeout.map { lastActivity + $0 }
    }

    /// Makes sure that the timer fires at or before the earliest deadline.
    func updateTimer() {
        guard state != .closed else { return }
        let never = MonotonicTime(nanoseconds: .max)
        let earliest = min(phaseDeadline ?? never, stallDeadline ?? never, idleDeadline ?? never)
        guard earliest < timerDeadline else { return }
        loop.cancel(timer)
        timerDeadline = earliest
        timer = loop.schedule(at: earliest, self)
    }
}
