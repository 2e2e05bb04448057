import EventSourcingTesting
import JSON
import Lifecycle
import Prelude
import Testing

@testable import EventSourcing

struct ProcessTimerTests {
    let clock = ManualClock()
    let log: InMemoryEventStore
    let store: InMemoryProjectionStore
    let rung = Rung()

    init() async throws {
        let clock = clock
        log = InMemoryEventStore { clock.wallTime }
        store = InMemoryProjectionStore { clock.wallTime }
        try await store.create(
            Generation(ProcessIndex().name, 1), codeVersion: 1, stage: .live, at: Cursor(epoch: 1, position: 0),
            gate: .start, tables: ProcessIndex().tables)
        try await ProcessInbox(Alarm(), context: context("first")).create()
    }

    /// Counts how often the bell was rung for which process.
    final class Rung: ActionDispatcher {
        private let counts = Lock<[String: Int]>([:])
        private let answer: @Sendable (_ attempt: Int) -> ActionAnswer
        var all: [String: Int] { counts.withLock { $0 } }

        init(_ answer: @escaping @Sendable (Int) -> ActionAnswer = { _ in .done(.null) }) { self.answer = answer }

        func perform(_ request: ActionRequest) async -> ActionAnswer {
            counts.withLock { $0[request.process.instance, default: 0] += 1 }
            return answer(request.attempt)
        }
    }

    /// What a node that has just started knows: nothing.
    private func context(_ node: NodeID, _ rung: Rung? = nil) -> ProcessContext {
        ProcessContext(
            node: node, streams: ProcessStreams(store: log, batcher: Batcher(store: log, clock: clock), clock: clock),
            store: store, source: StoreSource(log), dispatcher: rung ?? self.rung, clock: clock, jitter: { 0 })
    }

    private func want(_ alarm: String) async throws {
        let scope = LawScope(log as any EventStore, seed: .random(in: 0 ... .max))
        let stream = StreamName(stored: "bell:\(alarm)", categoryBytes: 4)
        let event = NewEvent(name: "alarm.wanted.1", body: [])
        _ = try await log.append([
            scope.append([StreamAppend(to: stream, expected: .any, events: [event])], tenant: "t")
        ])
    }

    /// Takes inputs, finds and does what is due, all by a node that has just started; returns how many steps it did.
    @discardableResult
    private func work(_ node: NodeID, _ rung: Rung? = nil) async throws -> Int {
        let context = context(node, rung)
        var inbox = ProcessInbox(Alarm(), context: context)
        while try await inbox.step() {}
        await inbox.release()
        return try await work(ProcessDispatch(Alarm(), context: context))
    }

    private func work(_ dispatch: ProcessDispatch<Alarm>) async throws -> Int {
        var steps = 0
        while true {
            await index()
            var worked = false
            for id in try await dispatch.findDue() where try await dispatch.step(id) {
                (steps, worked) = (steps + 1, true)
            }
            if !worked { return steps }
        }
    }

    private func index() async {
        let context = ProjectionContext(
            node: "index", store: store, reader: log, source: StoreSource(log), clock: clock)
        var worker = ProjectionWorker(Generation(ProcessIndex().name, 1), ProcessIndex(), context: context)
        while await worker.step() == .worked {}
        await worker.release()
    }

    private func moveWall(by seconds: Int64) {
        clock.setTimestamp(clock.wallTime.advanced(microseconds: seconds * 1_000_000))
    }

    @Test func `a timer outlives its node and fires once, when civil time has come, whoever looks`() async throws {
        try await want("1")
        try await work("one")
        moveWall(by: 599)
        #expect(try await work("two") == 0)
        moveWall(by: 86_400)
        #expect(try await work("three") == 2)
        #expect(rung.all == ["1": 1])
        moveWall(by: -90_000)
        #expect(try await work("four") == 0)
        moveWall(by: 200_000)
        #expect(try await work("five") == 0)
        #expect(rung.all == ["1": 1])
    }

    @Test func `two nodes that see a timer come due at once fire it once`() async throws {
        try await want("1")
        try await work("one")
        moveWall(by: 601)
        let dispatchers = ["two", "three"].map {
            ProcessDispatch(Alarm(), context: context(NodeID(validated: $0)))
        }
        let id = try #require(ProcessID("alarm", "t", instance: "1"))
        let fired = try await withThrowingTaskGroup(of: Bool.self) { group in
            for dispatch in dispatchers { group.addTask { try await dispatch.step(id) } }
            return try await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(fired.contains(true))
        _ = try await work(dispatchers[0])
        let history = try await ProcessAdministration(streams: context("x").streams, log: log, store: store).history(id)
        #expect(history.count { $0.cause == "timer bell" } == 1)
        #expect(rung.all["1"] ?? 0 >= 1)
    }

    @Test func `a clock that is put back delays timers, not what is to be done now`() async throws {
        try await want("1")
        try await work("one")
        moveWall(by: -3_600)
        try await want("2")
        try await work("two")
        moveWall(by: 601)
        #expect(try await work("three") == 2, "the second one was asked for by the clock that was put back")
        #expect(rung.all == ["2": 1])
        moveWall(by: 3_600)
        #expect(try await work("four") == 2)
        #expect(rung.all == ["1": 1, "2": 1])
    }

    @Test func `a pause is no longer than its policy, however far the clock is put back`() async throws {
        let rung = Rung { $0 == 1 ? .failed(reason: "no bell") : .done(.null) }
        try await want("1")
        try await work("one", rung)
        moveWall(by: 601)
        #expect(try await work("two", rung) == 2)
        #expect(rung.all == ["1": 1])
        moveWall(by: -7_200)
        #expect(try await work("three", rung) == 1, "what it waits for is hours away by the new clock")
        #expect(rung.all == ["1": 2])
    }

    @Test func `crashes and clocks that jump neither lose nor repeat a timer`() async throws {
        let inputs = (1...4).map { number in
            ProcessSimulation<Alarm>.NewInput(
                StreamName(stored: "bell:\(number)", categoryBytes: 4), NewEvent(name: "alarm.wanted.1", body: []))
        }
        let simulation = ProcessSimulation(Alarm(), inputs: inputs) { _, _ in .done }
        for seed in Seeds.range(25) {
            let end = try await simulation.run(seed: seed, crashes: true, clockJumps: true)
            #expect(end.statuses.count == 4, "seed \(seed)")
            #expect(end.statuses.values.allSatisfy { $0 == .completed }, "\(end.statuses), seed \(seed)")
            #expect(end.effects.count == 4, "\(end.effects), seed \(seed)")
            #expect(end.effects.values.allSatisfy { $0 == ["ring"] }, "\(end.effects), seed \(seed)")
            await Task.yield()
        }
    }
}
