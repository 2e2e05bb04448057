import ContextKit
import EventSourcing
import JSON
import Prelude
import Testing

@testable import Gateway
@testable import Networking

/// A log, two read models that follow it at their own pace, and a loop whose time the test moves.
///
/// Every event adds one to a key; model `a` has the even keys, model `b` the odd ones. The live query reads the keys 0
/// and 1. A commit is visible before its change is noted, as in the stores.
final class LiveQueryWorld {
    struct Model {
        let name: ProjectionName
        var values: [Int: Int] = [:]
        var visible: Int64 = 0
        var noted: Int64 = 0
        /// What the commit between `noted` and `visible` has changed.
        var changed: Set<Int> = []
    }

    let clock = TagClock()
    let changes: LiveChanges
    let loop = HandLoop()
    let sink = HeardSink()
    private(set) var keys: [Int] = []
    private(set) var models = [Model(name: "a"), Model(name: "b")]
    private(set) var runCount = 0
    /// Runs that are under way, each with what it has read so far.
    private var jobs: [Job] = []
    private var query: LiveQuery?

    private final class Job: LiveRun {
        let atLeast: Int64
        let done: (LiveQueryOutcome) -> Void
        var reads: [(position: Int64, value: Int)] = []
        var end: Int64?
        var isCancelled = false

        init(atLeast: Int64, done: @escaping (LiveQueryOutcome) -> Void) { (self.atLeast, self.done) = (atLeast, done) }
        func cancel() { isCancelled = true }
    }

    private struct Runs: LiveQueryRuns {
        unowned let world: LiveQueryWorld

        func run(atLeast position: GlobalPosition, _ done: @escaping (LiveQueryOutcome) -> Void) -> (any LiveRun)? {
            world.runCount += 1
            let job = Job(atLeast: position.number, done: done)
            world.jobs.append(job)
            return job
        }

        func horizon(of result: LiveQueryResult) -> Cursor {
            Cursor(epoch: LogEpoch(1), position: GlobalPosition(world.models.map(\.noted).min() ?? 0))
        }
    }

    init() { changes = LiveChanges(clock) }

    func begin(throttle: Duration = .milliseconds(100), isPatch: Bool = false) throws {
        let viewer = Viewer(tenant: "t", actor: nil)
        let query = LiveQuery(
            Runs(world: self), changes, LiveQuerySettings(throttle: throttle, isPatch: isPatch),
            heartbeat: .seconds(10), seat: try LiveSeats(LiveLimits()).take(for: viewer, from: nil), isExpired: nil,
            on: loop, sink: sink)
        self.query = query
        query.begin()
    }

    func end() { query?.cancel() }

    // MARK: What happens

    func write(_ key: Int) { keys.append(key) }

    /// Commits up to so many events of a model; nobody is told yet.
    func commit(_ place: Int, _ count: Int) {
        guard models[place].visible == models[place].noted else { return note(place) }
        let from = Int(models[place].visible)
        for key in keys[from..<min(keys.count, from + count)] {
            if key % 2 == place {
                models[place].values[key, default: 0] += 1
                models[place].changed.insert(key)
            }
            models[place].visible += 1
        }
    }

    /// Tells of the last commit, and then that its position is reached.
    func note(_ place: Int) {
        let position = GlobalPosition(models[place].visible)
        let tags = models[place].changed.map { LiveQueryWorld.tag($0) }
        if !tags.isEmpty {
            clock.note(tags, changedAt: position)
            changes.note(tags, at: position)
        }
        models[place].changed = []
        models[place].noted = models[place].visible
    }

    /// Takes the next step of a run: one read, or the wait for what the reads may have included.
    func step(_ choice: Int = 0) {
        jobs.removeAll { $0.isCancelled }
        guard !jobs.isEmpty else { return }
        let place = choice % jobs.count
        let job = jobs[place]
        if job.reads.count < 2 {
            let model = models[job.reads.count]
            guard model.noted >= job.atLeast else { return }
            job.reads.append((model.noted, model.values[job.reads.count, default: 0]))
            return
        }
        let end = job.end ?? Int64(keys.count)
        job.end = end
        guard models.allSatisfy({ $0.noted >= end }) else { return }
        jobs.remove(at: place)
        job.done(.found(result(job.reads.map(\.value), at: job.reads.map(\.position).min() ?? 0, end)))
    }

    private func result(_ values: [Int], at position: Int64, _ end: Int64) -> LiveQueryResult {
        LiveQueryResult(
            body: Array("{\"data\":{\"a\":\(values[0]),\"b\":\(values[1])}}".utf8), hasErrors: false,
            tags: [LiveQueryWorld.tag(0), LiveQueryWorld.tag(1)], models: models.map(\.name),
            cursor: Cursor(epoch: LogEpoch(1), position: GlobalPosition(position)), end: GlobalPosition(end),
            isTold: true)
    }

    /// Lets everything that is under way come to its end, with all the time that it takes.
    func settle() {
        for _ in 0..<1_000 {
            let before = (runCount, sink.told.count)
            for place in models.indices {
                commit(place, 1_000_000)
                note(place)
            }
            loop.runAll()
            for _ in 0..<4 { step() }
            loop.advance(by: .milliseconds(1_100))
            if jobs.isEmpty, before == (runCount, sink.told.count) { return }
        }
        Issue.record("The query never comes to rest.")
    }

    /// What a fresh query would say at a position.
    func truth(at position: Int64) -> JSONValue {
        let past = keys.prefix(Int(position))
        return ["a": .init(past.count { $0 == 0 }), "b": .init(past.count { $0 == 1 })]
    }

    private static func tag(_ key: Int) -> ChangeTag { ChangeTag([Array("\(key)".utf8)]) }
}

extension JSONValue {
    fileprivate init(_ count: Int) { self = .number("\(count)") }
}

/// A loop whose time only the test moves.
// Safe because a test uses it from one task.
final class HandLoop: LiveLoop, @unchecked Sendable {
    private var work: [() -> Void] = []
    private var timers: [(id: TimerID, due: Duration, body: () -> Void)] = []
    private var now = Duration.zero
    private var timerNumber: UInt32 = 0

    func execute(_ body: @escaping @Sendable () -> Void) { work.append(body) }

    func schedule(after delay: Duration, _ body: @escaping () -> Void) -> TimerID {
        timerNumber += 1
        let id = TimerID(slot: timerNumber, generation: 1)
        timers.append((id, now + delay, body))
        return id
    }

    func cancel(_ timer: TimerID) { timers.removeAll { $0.id == timer } }

    var timerCount: Int { timers.count }

    func runAll() {
        while !work.isEmpty { work.removeFirst()() }
    }

    func advance(by time: Duration) {
        let target = now + time
        runAll()
        while let next = timers.indices.min(by: { timers[$0].due < timers[$1].due }), timers[next].due <= target {
            now = timers[next].due
            timers.remove(at: next).body()
            runAll()
        }
        now = target
    }
}

/// What a client has been told.
final class HeardSink: LiveSink {
    var canTake = true
    private(set) var told: [(position: Int64, body: JSONValue)] = []
    private(set) var heartbeats: [Int64] = []
    private(set) var failure: ErrorCode?

    func next(_ payload: LivePayload) {
        told.append((payload.cursor.position.number, (try? JSONValue(parsing: payload.bytes)) ?? .null))
    }
    func heartbeat(_ cursor: Cursor) { heartbeats.append(cursor.position.number) }
    func failed(_ failure: LiveFailure) { self.failure = failure.code }
    func part(_ result: [UInt8]) {}
    func answered(_ answer: GraphQLService.Answer) {}
    func completed() {}
}
