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
