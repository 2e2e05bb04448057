import EventSourcing
import JSON
import Lifecycle
import Prelude

/// Processes that each ring once at a time of their own, while something kills them and moves their clock; afterwards
/// it is checked that each has rung once, and none too early.
struct Alarms {
    /// How many are wanted, and within how many seconds they ring.
    private static let count = 300
    private static let within: Int64 = 40

    private let store: ProbeStore
    private let clock = SystemClock()

    init(_ place: String, _ migrations: String) async throws { store = try await ProbeStore(place, migrations) }

    /// Works until every alarm has rung, until it is killed, or for so many seconds; true if all have rung.
    func run(seconds: Int) async throws -> Bool {
        let batcher = Batcher(store: store.events, clock: clock)
        let tailer = Tailer(store: store.events, clock: clock)
        try await want()
        let source = TailerSource(tailer)
        let node: NodeID = "alarms"
        let projections = ProjectionContext(
            node: node, store: store.projections, reader: store.events, source: source, clock: clock)
        let context = ProcessContext(
            node: node, streams: ProcessStreams(store: store.events, batcher: batcher, clock: clock),
            store: store.projections, source: source, dispatcher: Bell(store: store.events, clock: clock), clock: clock,
            failed: { Report.talk("\($0.work.word): \($0.error)\n") })
        let end = SystemClock.now + .seconds(seconds)
        return try await withThrowingTaskGroup(of: Bool?.self) { group in
            group.addTask {
                try await batcher.run(); return nil
            }
            group.addTask {
                try await tailer.run(); return nil
            }
            group.addTask {
                try await ProjectionHost([ProcessIndex()], context: projections).run(); return nil
            }
            group.addTask {
                try await ProcessRunner(Alarm(), context: context).run(); return nil
            }
            group.addTask {
                while SystemClock.now < end {
                    if try await self.rung().count == Self.count { return true }
                    try await self.clock.sleep(for: .milliseconds(500))
                }
                return false
            }
            while let done = try await group.next() {
                guard let done else { continue }
                group.cancelAll()
                return done
            }
            return false
        }
    }

    /// Gives back what is wrong; empty if nothing is.
    func verify() async throws -> [String] {
        var complaints: [String] = []
        let rung = try await rung()
        for number in 0..<Self.count {
            let times = rung["\(number)"] ?? []
            if times.count != 1 { complaints.append("alarm \(number) has rung \(times.count) times") }
        }
        let fired = try await fired()
        for (alarm, due) in try await wanted() {
            for time in fired[alarm] ?? [] where time < due {
                complaints.append("the timer of alarm \(alarm) has fired \(due - time) µs too early")
            }
        }
        Report.talk("\(rung.values.reduce(0) { $0 + $1.count }) rings of \(rung.count) alarms\n")
        return Array(complaints.prefix(20))
    }

    /// Asks for all of them, once however often it is started.
    private func want() async throws {
        let now = clock.wallTime
        for number in 0..<Self.count {
            let command = CommandID.derived(from: "alarm", "\(number)")
            if try await store.events.outcome(of: command, in: "probe") != nil { continue }
            let due = now.advanced(microseconds: Int64.random(in: 1_000_000...Self.within * 1_000_000))
            let event = NewEvent(name: "alarm.wanted.1", body: Array("\(due.microseconds)".utf8))
            _ = try await store.events.append([Self.append(event, to: "alarm:\(number)", command, .none)])
        }
    }

    fileprivate static func append(
        _ event: NewEvent, to stream: String, _ command: CommandID, _ expected: ExpectedVersion
    ) -> Append {
        Append(
            tenant: "probe", command: command, request: RequestHash(words: [1, 2, 3, 4]),
            streams: [
                StreamAppend(to: StreamName(stored: stream, categoryBytes: 5), expected: expected, events: [event])
            ])
    }

    private func rung() async throws -> [String: [Int64]] { try await times(in: "bells") }
    private func wanted() async throws -> [(String, Int64)] {
        try await times(in: "alarm").flatMap { alarm, times in times.map { (alarm, $0) } }
    }

    /// When timers have fired. Not when bells have rung: the clock may have been put back between the two.
    private func fired() async throws -> [String: [Int64]] {
        try await times(in: "process.alarm") { event in
            guard let body = try? JSONValue(parsing: event.body), body["cause"] == "timer bell" else { return nil }
            return event.metadata.recorded.microseconds
        }
    }

    /// The times that the events of a category carry, by the id of their stream.
    private func times(
        in category: String, _ time: (RecordedEvent) -> Int64? = { Int64(String(decoding: $0.body, as: UTF8.self)) }
    ) async throws -> [String: [Int64]] {
        var times: [String: [Int64]] = [:]
        var position = GlobalPosition.start
        while true {
            let page = try await store.events.read(LogQuery(after: position, limit: 5_000))
            for event in page.events where event.stream.category.text == category {
                guard let time = time(event) else { continue }
                times[event.stream.id, default: []].append(time)
            }
            position = page.scanned
            if page.isAtHead { return times }
        }
    }
}

/// Rings by an event, at most once a command id.
private struct Bell: ActionDispatcher {
    let store: any EventStore
    let clock: any Clock

    func perform(_ request: ActionRequest) async -> ActionAnswer {
        let event = NewEvent(name: "alarm.rung.1", body: Array("\(clock.wallTime.microseconds)".utf8))
        let append = Alarms.append(event, to: "bells:\(request.process.instance)", request.id, .any)
        do throws(EventStoreError) {
            switch try await store.append([append]).first {
            case .appended, .duplicate: return .done(.null)
            case .conflict, .commandIDReused, .streamClosed, nil: return .refused(code: "NO")
            }
        } catch {
            return .unknown(reason: "\(error)")
        }
    }
}

/// Rings once at the time that its event says.
private struct Alarm: ProcessDefinition {
    struct State: ProcessState {
        var due: Int64 = 0
        init() {}
        init(json: JSONValue) throws(ProcessPoison) { due = Int64(json["due"]?.int ?? 0) }
        var json: JSONValue { ["due": .number("\(due)")] }
    }

    let kind: ProcessKind = "alarm"
    let filter = EventFilter(names: ["alarm.wanted.1"])

    func instance(for event: RecordedEvent) -> String? { event.stream.id }

    func react(
        _ state: inout State, to input: ProcessInput, now: Timestamp
    ) throws(ProcessPoison) -> [ProcessEffect] {
        switch input {
        case .event(let event) where state.due == 0:
            guard let due = Int64(String(decoding: event.body, as: UTF8.self)) else { throw ProcessPoison("no time") }
            state.due = due
            return [.schedule("bell", at: Timestamp(microseconds: due))]
        case .timer("bell"): return [.passPivot, .run(ProcessStep("ring", ProcessAction("ring")))]
        case .answer("ring", .done): return [.complete]
        case .event, .timer, .answer: return []
        }
    }
}
