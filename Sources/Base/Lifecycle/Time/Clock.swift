import Prelude

/// Where services get the time from, so that a test can hold it still and move it by hand.
///
/// Pure code takes times as parameters; only services hold a clock.
package protocol Clock: Sendable {
    /// For deadlines, timeouts and measured durations.
    var now: MonotonicTime { get }
    /// For what is stored or shown; may jump.
    var wallTime: Timestamp { get }
    /// Returns once `now` has reached the deadline, or throws `CancellationError` when the task is cancelled.
    func sleep(until deadline: MonotonicTime) async throws
}

extension Clock {
    /// Returns after the duration has passed on this clock.
    package func sleep(for duration: Duration) async throws { try await sleep(until: now + duration) }
}
