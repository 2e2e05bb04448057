/// An event that a projection could not apply, or that came after one with the same key.
package struct ParkedEvent: Hashable, Sendable {
    /// What an operator asked for.
    package enum Verdict: UInt8, Hashable, Sendable {
        case wait = 0
        case retry = 1
        /// The event counts as applied without being applied.
        case skip = 2
    }

    /// The lane it stands in: later events of the same key queue behind it.
    package let key: String
    package let position: GlobalPosition
    package let name: EventName
    package let attempts: Int32
    /// Why it could not be applied; empty for one that only queues.
    package let reason: String
    package let verdict: Verdict

    package init(
        key: String, position: GlobalPosition, name: EventName, attempts: Int32, reason: String,
        verdict: Verdict = .wait
    ) {
        (self.key, self.position, self.name) = (key, position, name)
        (self.attempts, self.reason, self.verdict) = (attempts, reason, verdict)
    }

    /// The same event after an operator has spoken.
    package func judged(_ verdict: Verdict) -> ParkedEvent {
        ParkedEvent(
            key: key, position: position, name: name, attempts: attempts, reason: reason, verdict: verdict)
    }
}
