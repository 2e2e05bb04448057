import EventSourcing
import EventSourcingTesting
import Lifecycle
import Prelude
import Testing

struct ProjectionWorkerTests {
    let clock = ManualClock()
    let log: InMemoryEventStore
    let store: InMemoryProjectionStore
    let changes = ChangeFeed()
    let progress: ReadModelProgress
    let generation = Generation("ledger", 1)

    init() async throws {
        let clock = clock
        log = InMemoryEventStore { clock.wallTime }
        store = InMemoryProjectionStore { clock.wallTime }
        progress = ReadModelProgress(store: store, clock: clock)
        try await store.create(
            generation, codeVersion: 1, stage: .live, at: Cursor(epoch: 1, position: 0), gate: .start,
            tables: Ledger().tables)
    }

    private func worker(
        _ projection: Ledger = Ledger(), of generation: Generation? = nil, node: NodeID = "node",
        over store: (any ProjectionStore)? = nil, reading reader: (any EventStore)? = nil,
        sealing: EventSealing? = nil,
        _ change: (inout ProjectionLimits) -> Void = { _ in }
    ) -> ProjectionWorker {
        var limits = ProjectionLimits()
        change(&limits)
        let context = ProjectionContext(
            node: node, store: store ?? self.store, reader: reader ?? log, source: StoreSource(log), clock: clock,
            limits: limits, changes: changes, progress: progress, sealing: sealing)
        return ProjectionWorker(generation ?? self.generation, projection, context: context)
    }

    private func append(
        _ account: String, _ bodies: String..., name: EventName = "law.noted.1", codec: BodyCodec = .json
    ) async throws {
        let stream = StreamName(stored: "acc:\(account)", categoryBytes: 3)
        for body in bodies {
            let command = CommandID(UniqueID(high: .random(in: 0...UInt64.max), low: .random(in: 0...UInt64.max)))
            let event = NewEvent(name: name, codec: codec, body: Array(body.utf8))
            _ = try await log.append([
                Append(
                    tenant: "t", command: command, request: RequestHash(of: []),
                    streams: [StreamAppend(to: stream, expected: .any, events: [event])])
            ])
        }
    }

    /// Steps until there is nothing left to do.
    private func run(_ worker: inout ProjectionWorker) async {
        for _ in 0..<1_000 where await worker.step() != .worked { return }
    }

    private func balance(_ account: String) -> [RowValue]? {
        store.rows(of: generation)["balances"]?.first { $0[0] == .text(account) }
    }

    @Test func `a poisoned lane waits, is seen, and goes on in order when the code is repaired`() async throws {
        try await append("a", "1", "poison", "5")
        try await append("b", "7")
        var broken = worker()
        await run(&broken)
        #expect(balance("a") == [.text("a"), .int(1), .int(1)])
        #expect(balance("b") == [.text("b"), .int(7), .int(1)])
        #expect(broken.status.parkedCount == 2)
        #expect(try await store.records(of: "ledger")[0].checkpoint.position == 4)

        var repaired = Ledger()
        repaired.acceptsPoison = true
        var next = worker(repaired)
        await run(&next)
        #expect(balance("a") == [.text("a"), .int(1), .int(1)], "nothing is retried unless an operator says so")
        try await append("a", "10")
        #expect(try await store.judge(generation, key: "t/acc:a", verdict: .retry) == 2)
        await run(&next)
        clock.advance(by: .seconds(3))
        await run(&next)
        #expect(balance("a") == [.text("a"), .int(16), .int(3)])
        #expect(try await store.parked(generation, after: 0, limit: 10) == [])
        #expect(next.status.parkedCount == 0)
        try await append("a", "100")
        await run(&next)
        #expect(balance("a") == [.text("a"), .int(116), .int(4)])
    }

    @Test func `an event whose seal is damaged is parked, and its neighbours are applied`() async throws {
        try await append("a", "1")
        try await append("b", "no JSON", codec: .sealedJSON)
        try await append("c", "3")
        var worker = worker(sealing: EventSealing(InMemorySubjectSealer(), fields: [:]))
        await run(&worker)
        #expect(balance("a") != nil && balance("c") != nil)
        let parked = try await store.parked(generation, after: 0, limit: 10)
        #expect(parked.map(\.position) == [2])
        #expect(parked.first?.reason == "the body is no JSON object")
    }

    @Test func `a row that the store does not take parks its event and stops nothing`() async throws {
        let violations = try await RefusalLaw.violations(of: log, store, refused: "nothing", clock: clock)
        #expect(violations.isEmpty, "\(violations)")
    }

    @Test func `a retry that fails again is counted, and a skip leaves out the poison only`() async throws {
        try await append("a", "poison", "5", "6")
        var worker = worker()
        await run(&worker)
        for (verdict, attempts) in [(ParkedEvent.Verdict.retry, [2, 0, 0]), (.skip, [])] {
            _ = try await store.judge(generation, key: nil, verdict: verdict)
            clock.advance(by: .seconds(3))
            await run(&worker)
            let parked = try await store.parked(generation, after: 0, limit: 10)
            #expect(parked.map { Int($0.attempts) } == attempts)
            #expect(parked.allSatisfy { $0.verdict == .wait })
        }
        #expect(balance("a") == [.text("a"), .int(11), .int(2)])
    }

    @Test func `a lane that is longer than a batch is settled in parts and in order, and a skip skips one event`()
        async throws
    {
        for (verdict, balance) in [(ParkedEvent.Verdict.retry, Int64(26)), (.skip, 126)] {
            let account = "\(verdict)"
            try await append(account, "poison", "5", "6", "7", "8")
            if verdict == .skip { try await append(account, "100") }
            var ledger = Ledger()
            var broken = worker(ledger) { $0.batchEvents = 2 }
            await run(&broken)
            await broken.release()
            #expect(broken.status.parkedCount == (verdict == .skip ? 6 : 5))
            _ = try await store.judge(generation, key: "t/acc:\(account)", verdict: verdict)
            ledger.acceptsPoison = verdict == .retry
            var next = worker(ledger) { $0.batchEvents = 2 }
            await run(&next)
            #expect(self.balance(account)?[1] == .int(balance))
            #expect(next.status.batchCount == 3, "no commit has more than two of the events")
            #expect(next.status.parkedCount == 0)
            #expect(try await store.parked(generation, after: 0, limit: 10) == [])
            await next.release()
        }
    }

    @Test func `poison in the middle of a lane stops it there, and nothing behind it is tried by itself`() async throws
    {
        try await append("a", "poison", "5", "poison", "6", "7", "8")
        var worker = worker { $0.batchEvents = 2 }
        await run(&worker)
        _ = try await store.judge(generation, key: nil, verdict: .skip)
        clock.advance(by: .seconds(3))
        await run(&worker)
        clock.advance(by: .seconds(3))
        await run(&worker)
        #expect(balance("a") == [.text("a"), .int(5), .int(1)])
        let parked = try await store.parked(generation, after: 0, limit: 10)
        #expect(parked.map(\.position) == [3, 4, 5, 6])
        #expect(parked.map(\.attempts) == [1, 0, 0, 0])
    }

    @Test func `a projection with too many parked events stands still until an operator speaks`() async throws {
        try await append("a", "poison", "5", "6")
        var worker = worker { $0.parkedMax = 2 }
        await run(&worker)
        #expect(await worker.step() == .failed(reason: "3 events are parked"))
        _ = try await store.judge(generation, key: nil, verdict: .skip)
        clock.advance(by: .seconds(3))
        await run(&worker)
        #expect(await worker.step() == .idle)
        #expect(balance("a") == [.text("a"), .int(11), .int(2)])
    }

    @Test func `a parked event that the log no longer has is not mistaken for the next one`() async throws {
        try await append("a", "1", "poison", "5")
        var repaired = Ledger()
        repaired.acceptsPoison = true
        var broken = worker()
        await run(&broken)
        await broken.release()
        var worker = worker(repaired, reading: Holed(log, without: 2))
        _ = try await store.judge(generation, key: nil, verdict: .retry)
        await run(&worker)
        let parked = try await store.parked(generation, after: 0, limit: 10)
        #expect(parked.map(\.position) == [2, 3])
        #expect(parked.map(\.reason) == ["the log no longer has this event", ""])
        #expect(parked.map(\.attempts) == [2, 0])
        #expect(balance("a") == [.text("a"), .int(1), .int(1)])
        _ = try await store.judge(generation, key: nil, verdict: .skip)
        clock.advance(by: .seconds(3))
        await run(&worker)
        #expect(balance("a") == [.text("a"), .int(6), .int(2)])
        #expect(worker.status.parkedCount == 0)
    }

    @Test(arguments: [2, 3])
    func `a lease that came with an answer that did not is free for another node`(_ failing: Int) async throws {
        let calls = Counter()
        let faulty = FaultyProjectionStore(store) { calls.next() == failing ? .before : nil }
        var unlucky = worker(node: "unlucky", over: faulty)
        guard case .failed = await unlucky.step() else { Issue.record("it does not fail"); return }
        #expect(try await store.acquire(generation, for: "other", milliseconds: 1_000) != nil)
    }

    @Test func `what changed is told after it was committed, with its position and before the waiters wake`()
        async throws
    {
        let seen = Lock<[(ChangeNotice, GlobalPosition)]>([])
        changes.observe { [progress] notice in
            seen.withLock { $0.append((notice, progress.position(of: "ledger"))) }
        }
        try await append("a", "5")
        var worker = worker()
        await run(&worker)
        let notices = seen.withLock { $0.filter { !$0.0.rows.isEmpty } }
        #expect(notices.count == 1)
        #expect(notices.first?.0.cursor.position == 1)
        #expect(
            notices.first?.0.rows.contains { $0.key == RowKey("balances", [.text("a")]) && $0.before == nil } == true)
        #expect(notices.first?.1 == .start)
        #expect(progress.position(of: "ledger") == 1)
    }

    /// What a worker of the generation tells from now on.
    private func told() -> Lock<[ChangeNotice]> {
        let told = Lock<[ChangeNotice]>([])
        changes.observe { notice in told.withLock { $0.append(notice) } }
        return told
    }

    @Test func `notices leave no gap, also over events that change nothing, and a new worker says that it is new`()
        async throws
    {
        let told = told()
        try await append("a", "5")
        var first = worker()
        await run(&first)
        try await append("a", "5", "5", name: "law.other.1")
        await run(&first)
        try await append("a", "6")
        await run(&first)
        await first.release()
        var second = worker(node: "second")
        await run(&second)
        let notices = told.withLock { $0 }
        let terms = notices.map(\.term)
        #expect(terms.dropLast().allSatisfy { $0 == terms.first })
        #expect((terms.last ?? 0) > (terms.first ?? 0))
        for (before, next) in zip(notices, notices.dropFirst()) {
            #expect(next.after == before.cursor, "\(before.cursor) is followed by \(next.after)")
        }
        #expect(notices.last?.cursor.position == 4)
        #expect(notices.filter { !$0.rows.isEmpty }.map(\.changedAt) == [1, 4])
    }

    @Test func `what a parked event changes once it is settled counts as newer than what was read before`()
        async throws
    {
        try await append("a", "1", "poison", "5")
        var repaired = Ledger()
        repaired.acceptsPoison = true
        var broken = worker()
        await run(&broken)
        await broken.release()
        let told = told()
        var worker = worker(repaired)
        _ = try await store.judge(generation, key: nil, verdict: .retry)
        await run(&worker)
        let notices = told.withLock { $0 }
        let notice = try #require(notices.first { !$0.rows.isEmpty })
        #expect(notice.cursor.position == 3)
        #expect(notice.changedAt == 4)
        #expect(notice.term > (notices.first?.term ?? notice.term), "whoever misses it finds out by the next")
    }

    @Test func `the position follows also over events that it does not look at`() async throws {
        try await append("a", "5")
        try await append("a", "5", "5", name: "law.other.1")
        var worker = worker()
        await run(&worker)
        #expect(progress.position(of: "ledger") == 3)
        clock.advance(by: .seconds(1))
        try await append("a", "5", name: "law.other.1")
        await run(&worker)
        #expect(try await store.records(of: "ledger")[0].checkpoint.position == 4)
    }

    @Test func `a rebuild runs beside the live rows, says nothing of old changes, and takes their place`() async throws
    {
        try await append("a", "5", "6")
        var old = worker()
        await run(&old)
        let rebuild = Rebuild(store: store, log: log)
        let second = try await rebuild.start(Ledger())
        #expect(try await rebuild.start(Ledger()) == second)
        let notices = Lock(0)
        changes.observe { notice in notices.withLock { $0 += notice.rows.isEmpty ? 0 : 1 } }
        var new = worker(of: second, node: "builder")
        _ = await new.step()
        #expect(try await rebuild.progress(of: "ledger").map(\.share) == [0])
        await run(&new)
        #expect(notices.withLock { $0 } == 0)
        #expect(try await store.records(of: "ledger").map(\.stage) == [.retired, .live])
        #expect(store.rows(of: second) == store.rows(of: generation))
        clock.advance(by: .seconds(4))
        #expect(await old.step() == .unleased)
        try await append("a", "7")
        await run(&new)
        #expect(notices.withLock { $0 } == 1)
        #expect(try await rebuild.discard("ledger") == 1)
        #expect(try await store.records(of: "ledger").map(\.generation) == [second])
    }

    @Test func `a log of another epoch stops the projection loudly`() async throws {
        try await append("a", "5", "6")
        var worker = worker()
        await run(&worker)
        log.restore(through: 1)
        #expect(await worker.step() == .failed(reason: "the log began epoch 2: the read model must be rebuilt"))
        #expect(worker.status.consecutiveFailures == 1)
        #expect(
            try await store.acquire(generation, for: "other", milliseconds: 1_000) != nil, "its lease is given back")
    }

    @Test func `a rebuild in a new epoch holds back no change by the positions of the old one`() async throws {
        try await append("a", "5", "6", "7")
        var worker = worker()
        await run(&worker)
        log.restore(through: 1)
        let second = try await Rebuild(store: store, log: log).start(Ledger())
        let record = try await store.records(of: "ledger").first { $0.generation == second }
        #expect(record?.checkpoint == Cursor(epoch: 2, position: 0))
        #expect(record?.gate == .start)
    }

    @Test func `a node that was paused past its lease writes nothing`() async throws {
        try await append("a", "5")
        var zombie = worker(node: "zombie")
        for _ in 0..<4 { _ = await zombie.step() }
        clock.advance(by: .seconds(60))
        var heir = worker(node: "heir")
        await run(&heir)
        let rows = store.rows(of: generation)
        var steps: [ProjectionWorker.Step] = []
        for _ in 0..<5 { steps.append(await zombie.step()) }
        #expect(steps.contains(.unleased))
        #expect(store.rows(of: generation) == rows)
    }

    @Test func `a node's share of the generations is stable when nodes come and go`() {
        let generations = (1...200).map { Generation("p", Int32($0)) }
        let three: [NodeID] = ["a", "b", "c"]
        let before = generations.map { LeasePreference.owner(of: $0, among: three) }
        let after = generations.map { LeasePreference.owner(of: $0, among: three + ["d"]) }
        #expect(zip(before, after).allSatisfy { $0 == $1 || $1 == "d" })
        for node in three { #expect((40...95).contains(before.count { $0 == node })) }
        #expect(LeasePreference.owner(of: generations[0], among: []) == nil)
    }
}
