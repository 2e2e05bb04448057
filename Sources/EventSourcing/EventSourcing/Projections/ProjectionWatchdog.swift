import Lifecycle
import Prelude

/// Notices projections that stand still and says so, once: the opposite of stopping in silence.
///
/// Pure: it is shown the records and the head of the log every few seconds by whoever has them.
package struct ProjectionWatchdog: Sendable {
    /// How a generation does.
    package enum Verdict: Hashable, Sendable {
        case upToDate
        case catchingUp(events: Int64)
        case paused
        /// There is something to do and nothing has happened for a while.
        case stalled(events: Int64, reason: String)
    }

    /// A change of verdict that somebody should hear of.
    package struct Alarm: Hashable, Sendable {
        package let generation: Generation
        package let verdict: Verdict
    }

    private struct Seen {
        var checkpoint: Cursor
        var movedAt: MonotonicTime
        var verdict: Verdict
    }

    private let patience: Duration
    private var seen: [Generation: Seen] = [:]

    /// `patience` is how long a checkpoint may stand while there are events after it.
    package init(patience: Duration = .seconds(30)) { self.patience = patience }

    package var verdicts: [Generation: Verdict] { seen.mapValues(\.verdict) }

    /// Takes in what the store says now; returns what got stuck and what got going again.
    package mutating func observe(_ records: [GenerationRecord], head: LogHead, now: MonotonicTime) -> [Alarm] {
        var alarms: [Alarm] = []
        let current = records.filter { $0.stage != .retired }
        for record in current {
            var entry =
                seen[record.generation]
                ?? Seen(checkpoint: record.checkpoint, movedAt: now, verdict: .upToDate)
            if entry.checkpoint != record.checkpoint { (entry.checkpoint, entry.movedAt) = (record.checkpoint, now) }
            let verdict = judge(record, head, idle: now - entry.movedAt)
            if verdict.isStalled != entry.verdict.isStalled {
                alarms.append(Alarm(generation: record.generation, verdict: verdict))
            }
            // A generation with nothing to do is as good as one that has just moved.
            if verdict == .upToDate || verdict == .paused { entry.movedAt = now }
            entry.verdict = verdict
            seen[record.generation] = entry
        }
        let known = Set(current.map(\.generation))
        seen = seen.filter { known.contains($0.key) }
        return alarms
    }

    private func judge(_ record: GenerationRecord, _ head: LogHead, idle: Duration) -> Verdict {
        if record.isPaused { return .paused }
        let lag = head.position.number - record.checkpoint.position.number
        if record.checkpoint.epoch != head.epoch {
            return .stalled(events: max(0, lag), reason: "the log began epoch \(head.epoch): rebuild it")
        }
        if lag <= 0 { return .upToDate }
        guard idle >= patience else { return .catchingUp(events: lag) }
        let reason =
            record.leaseIsHeld ? "its node \(record.owner?.text ?? "?") does not advance it" : "no node works on it"
        return .stalled(events: lag, reason: reason)
    }
}

extension ProjectionWatchdog.Verdict {
    package var isStalled: Bool {
        switch self {
        case .stalled: true
        case .upToDate, .catchingUp, .paused: false
        }
    }
}
