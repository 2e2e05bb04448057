import EventSourcingTesting
import JSON
import Lifecycle
import Prelude
import Testing

@testable import EventSourcing

struct ProcessRunnerTests {
    struct Nobody: ActionDispatcher {
        func perform(_ request: ActionRequest) async -> ActionAnswer { .unknown(reason: "nobody is there") }
    }

    let clock = ManualClock()
    let log: InMemoryEventStore
    let store: InMemoryProjectionStore

    init() {
        let clock = clock
        log = InMemoryEventStore { clock.wallTime }
        store = InMemoryProjectionStore { clock.wallTime }
    }

    private func context(
        over store: (any ProjectionStore)? = nil, failed: @escaping @Sendable (ProcessFailure) -> Void = { _ in }
    ) -> ProcessContext {
        ProcessContext(
            node: "node",
            streams: ProcessStreams(store: log, batcher: Batcher(store: log, clock: clock), clock: clock),
            store: store ?? self.store, source: StoreSource(log), dispatcher: Nobody(), clock: clock, failed: failed)
    }

    @Test(.timeLimit(.minutes(1)))
    func `whoever watches the node is told that processes are not moved on`() async {
        let faulty = FaultyProjectionStore(store) { .before }
        let (failures, continuation) = AsyncStream.makeStream(of: ProcessFailure.self)
        let runner = ProcessRunner(Fulfilment(), context: context(over: faulty) { continuation.yield($0) })
        let running = Task { try? await runner.run() }
        var works: Set<String> = []
        for await failure in failures {
            #expect(failure.kind == "fulfilment")
            guard case .projections = failure.error else { Issue.record("the error is \(failure.error)"); break }
            works.insert(failure.work.word)
            if works == ["inputs", "search"] { break }
        }
        running.cancel()
        await running.value
    }

    @Test(.timeLimit(.minutes(1)))
    func `only the node that takes the inputs of a kind performs its steps`() async throws {
        let performed = Lock<[NodeID]>([])
        struct Teller: ActionDispatcher {
            let tell: @Sendable () -> Void
            func perform(_ request: ActionRequest) async -> ActionAnswer {
                tell()
                return .refused(code: "ENOUGH")
            }
        }
        let index = ProcessIndex()
        try await store.create(
            Generation(index.name, 1), codeVersion: 1, stage: .live, at: Cursor(epoch: 1, position: 0), gate: .start,
            tables: index.tables)
        let inbox = ProcessInbox(Fulfilment(), context: context())
        try await inbox.create()
        _ = try await store.acquire(inbox.generation, for: "first", milliseconds: 60_000)
        let streams = context().streams
        let id = try #require(ProcessID("fulfilment", "t", instance: "7"))
        let nodes = ["first", "second"].map { name in
            let node = NodeID(validated: name)
            return ProcessContext(
                node: node, streams: streams, store: store, source: StoreSource(log),
                dispatcher: Teller { performed.withLock { $0.append(node) } }, clock: clock)
        }
        let running = nodes.map { context in
            Task { try? await ProcessRunner(Fulfilment(), context: context).run() }
        }
        while !nodes[0].hints.isOwner { await Task.yield() }
        for context in nodes { context.hints.add(id) }
        var record = ProcessRecord()
        record.steps = [
            ProcessRecord.OpenStep(
                number: 1, step: ProcessStep("reserve", ProcessAction("reserve")), isCompensation: false,
                notBefore: Timestamp(microseconds: 0), deadline: nil)
        ]
        let scope = LawScope(log as any EventStore, seed: 1)
        _ = try await log.append([
            scope.append(
                [
                    StreamAppend(
                        to: id.stream, expected: .none, events: [ProcessTransition(cause: "", record: record).event])
                ],
                tenant: "t")
        ])
        for context in nodes { context.hints.add(id) }
        while performed.withLock({ $0.isEmpty }) { await Task.yield() }
        #expect(performed.withLock { $0 } == ["first"])
        #expect(!nodes[1].hints.isOwner)
        for task in running { task.cancel() }
        for task in running { _ = await task.value }
    }

    @Test(.timeLimit(.minutes(1)))
    func `an action that never answers is given up, and nobody knows what became of it`() async throws {
        struct Silent: ActionDispatcher {
            let asked: @Sendable () -> Void
            func perform(_ request: ActionRequest) async -> ActionAnswer {
                asked()
                let (stream, _) = AsyncStream<Void>.makeStream()
                for await _ in stream {}
                return .failed(reason: "cancelled")
            }
        }
        let id = try #require(ProcessID("fulfilment", "t", instance: "7"))
        let context = ProcessContext(
            node: "node", streams: context().streams, store: store, source: StoreSource(log),
            dispatcher: Silent { [clock] in
                Task {
                    await clock.waitForSleepers(1); clock.advance(by: .seconds(61))
                }
            },
            clock: clock)
        let order = StreamName(stored: "order:7", categoryBytes: 5)
        let scope = LawScope(log as any EventStore, seed: 1)
        let confirmed = NewEvent(name: "shop.confirmed.1", body: [])
        _ = try await log.append([
            scope.append([StreamAppend(to: order, expected: .none, events: [confirmed])], tenant: "t")
        ])
        var inbox = ProcessInbox(Fulfilment(), context: context)
        try await inbox.create()
        while try await inbox.step() {}
        #expect(try await ProcessDispatch(Fulfilment(), context: context).step(id))
        let step = try #require(try await context.streams.current(id).record.steps.first)
        #expect(step.attempt == 1 && step.unknowns == 1)
        #expect(step.lastProblem.hasPrefix("no answer in"))
    }

    @Test func `failures are counted and told now and then, each kind of work by itself`() throws {
        let told = Lock<[String]>([])
        let failures = ProcessFailures(
            "fulfilment",
            context: context { failure in told.withLock { $0.append("\(failure.work.word) \(failure.count)") } })
        let id = try #require(ProcessID("fulfilment", "t", instance: "7"))
        for _ in 0..<3 { failures.note(.inputs, .contended(id)) }
        failures.note(.step(id), .contended(id))
        clock.advance(by: .seconds(10))
        failures.note(.inputs, .contended(id))
        #expect(told.withLock { $0 } == ["inputs 1", "step 1", "inputs 3"])
    }

    @Test(arguments: [2]) func `a lease that came with an answer that did not is free for another node`(
        _ failing: Int
    ) async throws {
        var inbox = ProcessInbox(Fulfilment(), context: context())
        try await inbox.create()
        let calls = Counter()
        let faulty = FaultyProjectionStore(store) { calls.next() == failing ? .before : nil }
        inbox = ProcessInbox(Fulfilment(), context: context(over: faulty))
        await #expect(throws: ProcessError.self) { try await inbox.step() }
        #expect(try await store.acquire(inbox.generation, for: "other", milliseconds: 1_000) != nil)
    }
}
