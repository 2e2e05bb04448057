/// When a live query runs, and whether what a run has found is told. It knows no clock, no loop and no GraphQL.
///
/// ```
/// running ──found──▶ resting ──time──▶ watching ──something it has read changed──▶ running
///    ▲  overtaken        │ changed, failed, or of a read model of another node
///    └───────────────────┘
/// ```
struct LiveQueryPace: Sendable {
    /// What a run has found.
    enum Verdict: Sendable {
        /// Nothing that it has read changed since its position: it is exactly the state there.
        case exact
        /// Something changed while it ran, so it may be of two states.
        case overtaken
        /// Changes of what it has read are not told to this node.
        case untold
        /// Something could not be read.
        case failed
        /// It may not run before some time has passed.
        case postponed(Duration)
    }

    enum Step: Sendable, Equatable {
        case run
        /// Say when this time has passed.
        case rest(Duration)
        /// Say when something has changed.
        case watch
    }

    private enum Phase: Sendable { case running, resting, watching }

    /// Limit: runs one after the other in search of an exact result, before one is told that is not.
    static let overtakenMax = 4
    /// How often a query looks again whose read models are fed by another node, which tells us nothing.
    static let recheck = Duration.seconds(1)
    /// Limit: how far apart the runs of a query are that fails again and again.
    static let recheckMax = Duration.seconds(30)

    private let throttle: Duration
    private var phase = Phase.running
    /// The query must run once more when it has rested.
    private var isDue = false
    private var overtakenCount = 0
    private var failureCount = 0

    /// The first run has begun.
    init(throttle: Duration) { self.throttle = throttle }

    /// Something that the query has read has changed; nil if nothing is to be done about it now.
    mutating func changed(canTake: Bool) -> Step? {
        isDue = true
        return phase == .watching ? rested(canTake: canTake) : nil
    }

    /// A run is over: whether its result is told, and what comes next.
    mutating func ran(_ verdict: Verdict) -> (tells: Bool, next: Step) {
        failureCount = if case .failed = verdict { failureCount + 1 } else { 0 }
        switch verdict {
        case .exact:
            overtakenCount = 0
            return (true, rest(throttle, isDue: isDue))
        case .overtaken:
            overtakenCount += 1
            guard overtakenCount >= Self.overtakenMax else { return (false, .run) }
            overtakenCount = 0
            return (true, rest(throttle, isDue: true))
        case .untold: return (true, rest(max(throttle, Self.recheck), isDue: true))
        case .failed:
            let patience = min(Self.recheck * (1 << min(failureCount - 1, 5)), Self.recheckMax)
            return (true, rest(max(throttle, patience), isDue: true))
        case .postponed(let time): return (false, rest(max(throttle, time), isDue: true))
        }
    }

    /// The time has passed. A client that has not read the last result is spared the next until it has.
    mutating func rested(canTake: Bool) -> Step {
        guard isDue else {
            phase = .watching
            return .watch
        }
        guard canTake else { return rest(throttle, isDue: true) }
        (phase, isDue) = (.running, false)
        return .run
    }

    private mutating func rest(_ time: Duration, isDue: Bool) -> Step {
        (phase, self.isDue) = (.resting, isDue)
        return .rest(time)
    }
}
