import Lifecycle

/// Ticks of the wheel are milliseconds since the loop began; a deadline is rounded up, so no timer fires early.
extension EventLoop {
    /// Calls the target at or after the deadline, without allocating. Only on the loop.
    @discardableResult
    package func schedule(at deadline: MonotonicTime, _ target: any TimerTarget, tag: UInt32 = 0) -> TimerID {
        wheel.schedule(at: tick(notBefore: deadline), .target(target, tag: tag))
    }

    /// Calls the target after the duration, counted from the start of this tick. Only on the loop.
    @discardableResult
    package func schedule(after delay: Duration, _ target: any TimerTarget, tag: UInt32 = 0) -> TimerID {
        schedule(at: now + delay, target, tag: tag)
    }

    /// Runs the function after the duration; for rare timers, since the closure is allocated. Only on the loop.
    @discardableResult
    package func schedule(after delay: Duration, _ body: @escaping () -> Void) -> TimerID {
        wheel.schedule(at: tick(notBefore: now + delay), .closure(body))
    }

    /// Does nothing if the timer has fired or was cancelled. Only on the loop.
    package func cancel(_ timer: TimerID) { wheel.cancel(timer) }

    /// Number of pending timers.
    package var timerCount: Int { wheel.count }

    func fireTimers() {
        wheel.advance(to: UInt64(max((now - origin).wholeMilliseconds, 0)))
        while let action = wheel.popDue() {
            switch action {
            case .nothing: break
            case .target(let target, let tag): target.timerFired(tag: tag)
            case .closure(let body): body()
            }
        }
    }

    /// How long the loop may wait in the kernel: -1 for ever, which is also right for time that only a test moves.
    func millisecondsToNextTimer() -> Int32 {
        guard manualClock == nil, let tick = wheel.nextTick else { return -1 }
        let deadline = origin.nanoseconds + Int64(clamping: tick) * 1_000_000
        let remaining = deadline - SystemClock.now.nanoseconds
        return remaining <= 0 ? 0 : Int32(clamping: (remaining + 999_999) / 1_000_000)
    }

    private func tick(notBefore deadline: MonotonicTime) -> UInt64 {
        let nanoseconds = max((deadline - origin).wholeNanoseconds, 0)
        return UInt64(nanoseconds / 1_000_000) + (nanoseconds % 1_000_000 == 0 ? 0 : 1)
    }
}
