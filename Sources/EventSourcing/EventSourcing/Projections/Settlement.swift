/// Parked events that are tried again or skipped together because an operator has spoken, at most so many at a time.
///
/// A lane is begun at its front, and the verdict on its first event counts for all of it, also for what queued up after
/// the operator spoke: so the order of a lane is kept. What does not fit is told to go on in the next settlement.
package struct Settlement: Sendable {
    /// In the order of the log.
    private let chosen: [ParkedEvent]
    private let skipped: Set<GlobalPosition>
    /// The first events of what is left of lanes, which the next settlement begins with.
    private let next: [ParkedEvent]
    /// Events that the log no longer has, by lane: they and those behind them stay where they are.
    private var missing: [String: GlobalPosition] = [:]

    /// `parked` are all parked events in the order of the log; nil if no lane is to be begun.
    package init?(_ parked: [ParkedEvent], eventsMax: Int) {
        var wanted: Set<String> = []
        var seen: Set<String> = []
        var skipped: Set<GlobalPosition> = []
        // An operator skips what is poisonous, which is the first of its lane; those behind it are tried.
        for event in parked where seen.insert(event.key).inserted && event.verdict != .wait {
            wanted.insert(event.key)
            if event.verdict == .skip { skipped.insert(event.position) }
        }
        var chosen: [ParkedEvent] = []
        var next: [String: ParkedEvent] = [:]
        for event in parked where wanted.contains(event.key) && next[event.key] == nil {
            if chosen.count < max(1, eventsMax) {
                chosen.append(event)
            } else {
                next[event.key] = event
            }
        }
        guard !chosen.isEmpty else { return nil }
        let begun = Set(chosen.map(\.key))
        self.chosen = chosen
        self.skipped = skipped.intersection(chosen.map(\.position))
        self.next = next.values.filter { begun.contains($0.key) }.sorted { $0.position < $1.position }
    }

    package var lanes: Set<String> { Set(chosen.map(\.key)) }

    /// The events that have to be applied.
    package var retried: [ParkedEvent] { chosen.filter { !skipped.contains($0.position) } }

    /// Notes that the log no longer has an event.
    package mutating func hold(_ event: ParkedEvent) {
        if missing[event.key] == nil { missing[event.key] = event.position }
    }

    /// Whether the event or one before it in its lane is gone from the log.
    package func isHeld(_ event: ParkedEvent) -> Bool {
        missing[event.key].map { $0 <= event.position } ?? false
    }

    /// What stays parked and what is settled, when these could not be applied.
    package func outcome(failed: [ParkedEvent]) -> (still: [ParkedEvent], settled: [GlobalPosition]) {
        let failed = Dictionary(failed.map { ($0.position, $0) }) { first, _ in first }
        var still: [ParkedEvent] = []
        var settled: [GlobalPosition] = []
        for event in chosen {
            if missing[event.key] == event.position {
                still.append(event.waiting(attempts: 1, reason: "the log no longer has this event"))
            } else if isHeld(event) {
                still.append(event.waiting(attempts: 0, reason: event.reason))
            } else if let again = failed[event.position] {
                still.append(event.waiting(attempts: again.attempts, reason: again.reason))
            } else {
                settled.append(event.position)
            }
        }
        let stopped = Set(still.map(\.key))
        // Only the first one: the verdicts behind it count for nothing until they come to the front.
        still += next.filter { !stopped.contains($0.key) }.map { $0.judged(.retry) }
        return (still, settled)
    }
}

extension ParkedEvent {
    /// The same event after so many more attempts, waiting for the operator to speak again.
    fileprivate func waiting(attempts more: Int32, reason: String) -> ParkedEvent {
        ParkedEvent(key: key, position: position, name: name, attempts: attempts &+ more, reason: reason)
    }
}
