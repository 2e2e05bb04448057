import EventSourcing
import GraphQLExecution
import Networking

/// A query that runs again when something that it has read has changed, and tells what is new.
// Safe because every member is used on the loop only.
final class LiveQuery: LiveRun, @unchecked Sendable {
    private let runs: any LiveQueryRuns
    private let changes: LiveChanges
    private let settings: LiveQuerySettings
    private let heartbeat: Duration
    private let isExpired: (@Sendable () -> Bool)?
    private let loop: any LiveLoop
    private var seat: LiveSeat?
    private var sink: (any LiveSink)?
    private var pace: LiveQueryPace
    private var run: (any LiveRun)?
    private var watch: LiveChanges.WatchID?
    private var pause = TimerID.none
    private var beat = TimerID.none
    /// The next run must include everything up to here.
    private var atLeast = GlobalPosition.start
    private var last: LiveQueryResult?
    /// Whether what the client has is known to be the state at one position.
    private var hasExact = false

    init(
        _ runs: any LiveQueryRuns, _ changes: LiveChanges, _ settings: LiveQuerySettings, heartbeat: Duration,
        seat: consuming LiveSeat, isExpired: (@Sendable () -> Bool)?, on loop: any LiveLoop, sink: any LiveSink
    ) {
        (self.runs, self.changes, self.settings, self.heartbeat) = (runs, changes, settings, heartbeat)
        self.seat = consume seat
        (self.isExpired, self.loop, self.sink) = (isExpired, loop, sink)
        pace = LiveQueryPace(throttle: settings.throttle)
    }

    func begin() {
        beat = loop.schedule(after: heartbeat) { [weak self] in self?.heartbeatIsDue() }
        runOnce()
    }

    /// The client wants no more.
    func cancel() {
        guard sink != nil else { return }
        sink = nil
        seat = nil
        unwatch()
        run?.cancel()
        run = nil
        loop.cancel(pause)
        loop.cancel(beat)
    }

    private func runOnce() {
        guard isAdmitted() else { return }
        unwatch()
        var isOver = false
        let started = runs.run(atLeast: atLeast) { [weak self] outcome in
            isOver = true
            self?.ran(outcome)
        }
        if !isOver { run = started }
    }

    private func ran(_ outcome: LiveQueryOutcome) {
        run = nil
        guard sink != nil else { return }
        switch outcome {
        case .found(let result): found(result)
        case .unrun(let answer):
            guard last != nil, let wait = answer.retryAfterMilliseconds else { return end { $0.answered(answer) } }
            follow(pace.ran(.postponed(.milliseconds(wait))).next)
        }
    }

    private func found(_ result: LiveQueryResult) {
        let verdict = judge(result)
        let (tells, next) = pace.ran(verdict)
        if tells {
            let isExact = if case .exact = verdict { true } else { false }
            tell(result, isExact: isExact)
        }
        guard sink != nil else { return }
        follow(next)
    }

    private func judge(_ result: LiveQueryResult) -> LiveQueryPace.Verdict {
        if result.hasErrors { return .failed }
        guard result.isTold, result.tags.count <= LiveChanges.tagsMax else { return .untold }
        watch = changes.watch(result.tags, since: result.cursor.position) { [self] id, position in
            loop.execute { self.changed(id, position) }
        }
        if watch != nil { return .exact }
        atLeast = max(atLeast, result.end)
        return .overtaken
    }

    private func changed(_ id: LiveChanges.WatchID, _ position: GlobalPosition?) {
        // Why the id: what was watched may be another result by now.
        guard let sink, watch == id else { return }
        watch = nil
        if let position { atLeast = max(atLeast, position) }
        if let next = pace.changed(canTake: sink.canTake) { follow(next) }
    }

    private func follow(_ step: LiveQueryPace.Step) {
        switch step {
        case .run: runOnce()
        case .rest(let time):
            loop.cancel(pause)
            pause = loop.schedule(after: time) { [weak self] in self?.rested() }
        case .watch: break
        }
    }

    private func rested() {
        guard let sink else { return }
        follow(pace.rested(canTake: sink.canTake))
    }

    // MARK: To the client

    /// A result that is the same as the last one is not told, unless it is now known to be exact.
    private func tell(_ result: LiveQueryResult, isExact: Bool) {
        guard let sink, isAdmitted() else { return }
        defer { last = result }
        if let last, LiveQueryText.isSame(last, result), hasExact || !isExact { return }
        hasExact = isExact
        let patch = settings.isPatch ? last.flatMap { JSONPatch.difference(from: $0.body, to: result.body) } : nil
        sink.next(LivePayload(LiveQueryText.payload(result, patch: patch, isExact: isExact), at: result.cursor))
    }

    /// Tells up to where the last result is known to hold.
    private func heartbeatIsDue() {
        guard let sink, isAdmitted() else { return }
        beat = loop.schedule(after: heartbeat) { [weak self] in self?.heartbeatIsDue() }
        guard let last, watch != nil else { return }
        // Why in this order: what is noted after the horizon was asked for lies behind it.
        let horizon = runs.horizon(of: last)
        if changes.isUnchanged(last.tags, since: last.cursor.position) {
            sink.heartbeat(horizon.position > last.cursor.position ? horizon : last.cursor)
        }
    }

    /// Asked before every run and every delivery: a right that has ended must not show one state more.
    private func isAdmitted() -> Bool {
        guard let isExpired, isExpired() else { return true }
        end { $0.failed(LiveFailure(.unauthenticated, "The token has expired.")) }
        return false
    }

    private func end(_ tell: (any LiveSink) -> Void) {
        guard let sink else { return }
        cancel()
        tell(sink)
    }

    private func unwatch() {
        if let watch { changes.unwatch(watch) }
        watch = nil
    }
}
