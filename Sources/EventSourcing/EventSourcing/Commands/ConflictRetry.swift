import Lifecycle

/// How often and after which pauses a command that lost a race is decided again.
package struct ConflictRetry: Sendable {
    /// Limit: how often one command is decided.
    package var attemptsMax = 100
    /// The first attempts follow at once: the conflict has brought what was missed.
    package var attemptsWithoutPause = 3
    package var pauseMax: Duration = .milliseconds(20)

    package init() {}

    /// The pause before an attempt, which is counted from 0; `jitter` is a number from 0 to 1.
    package func pause(before attempt: Int, jitter: Double) -> Duration {
        guard attempt >= attemptsWithoutPause else { return .zero }
        let doublings = min(attempt - attemptsWithoutPause, 10)
        let bound = min(Duration.microseconds(500) * (1 << doublings), pauseMax)
        return bound * max(0, min(1, jitter))
    }
}
