/// Decides when to ping and when to give a silent peer up; time is given to it in milliseconds.
package struct LivenessMachine: Sendable {
    package enum Action: Equatable, Sendable {
        /// Nothing to do until the time given.
        case wait(untilMilliseconds: Int64)
        case ping
        case giveUp
    }

    private let interval: Int64
    private let patience: Int64
    private var lastHeard: Int64
    private var pingedAt: Int64?

    /// Pings after `interval` of silence, and gives up when nothing at all is heard for `patience` after that.
    package init(intervalMilliseconds: Int64, patienceMilliseconds: Int64, now: Int64) {
        (interval, patience, lastHeard) = (intervalMilliseconds, patienceMilliseconds, now)
    }

    /// Any byte from the peer proves that it lives.
    package mutating func heard(at now: Int64) {
        lastHeard = now
        pingedAt = nil
    }

    /// What is due now; a ping is due once for each silence.
    package mutating func action(at now: Int64) -> Action {
        if let pingedAt {
            return now - pingedAt >= patience ? .giveUp : .wait(untilMilliseconds: pingedAt + patience)
        }
        guard now - lastHeard >= interval else { return .wait(untilMilliseconds: lastHeard + interval) }
        pingedAt = now
        return .ping
    }
}
