/// How often a step is tried and how long one waits between the tries: twice as long each time, with jitter.
package struct RetryPolicy: Hashable, Sendable {
    package var attemptsMax: Int
    package var firstPause: Duration
    package var pauseMax: Duration

    package init(attemptsMax: Int = 5, firstPause: Duration = .milliseconds(200), pauseMax: Duration = .seconds(60)) {
        precondition(attemptsMax > 0, "A step is tried at least once.")
        (self.attemptsMax, self.firstPause, self.pauseMax) = (attemptsMax, firstPause, pauseMax)
    }

    /// The pause after so many failed attempts; `jitter` is a number from 0 to 1 and takes off up to a half.
    package func pause(after attempts: Int, jitter: Double) -> Duration {
        let doublings = max(0, min(attempts - 1, 30))
        return min(firstPause * (1 << doublings), pauseMax) * (1 - max(0, min(1, jitter)) / 2)
    }
}
