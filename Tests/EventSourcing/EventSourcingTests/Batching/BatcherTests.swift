import EventSourcing
import EventSourcingTesting
import Lifecycle
import Prelude
import Testing

struct BatcherTests {
    let store = newStore()
    let clock = SystemClock()
    var deadline: MonotonicTime { clock.now + .seconds(30) }

    private func appends(_ count: Int) -> [Append] {
        let scope = LawScope(store as any EventStore, seed: 7)
        return (0..<count).map { scope.append(to: scope.newStream(), .none, ["\($0)"]) }
    }

    private func send(_ appends: [Append], through batcher: Batcher, noting history: History) async {
        await withTaskGroup(of: Void.self) { group in
            for append in appends {
                group.addTask {
                    do throws(EventStoreError) {
                        history.note(append, try await batcher.append(append, deadline: deadline))
                    } catch {
                        if case .outcomeUnknown = error {
                            history.note(append, .unknown)
                        } else {
                            history.note(append, .refused)
                        }
                    }
                }
            }
        }
    }

    @Test func `everybody gets the result of their own append`() async throws {
        let batcher = Batcher(store: store, clock: clock)
        let history = History()
        await send(appends(1_000), through: batcher, noting: history)
        #expect(history.acknowledged == 1_000)
        #expect(try await HistoryChecker.check(history, against: store) == [])
        #expect(batcher.counts.appends == 1_000)
    }

    @Test func `concurrent appends share batches`() async throws {
        let gate = Gate()
        let batcher = Batcher(store: GatedStore(store, gate), clock: clock)
        let history = History()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await send(appends(100), through: batcher, noting: history) }
            group.addTask {
                await gate.waitForArrivals(1)
                while batcher.queued < 99 { await Task.yield() }
                gate.open()
            }
        }
        #expect(history.acknowledged == 100)
        #expect(batcher.counts.batches == 2)
    }

    @Test(arguments: [FaultyEventStore.Fault.lostBefore, .lostAfter])
    func `a lost answer is settled by the command id, and nothing is written twice`(
        fault: FaultyEventStore.Fault
    ) async throws {
        let faulty = FaultyEventStore(store, onAppend: { $0 % 3 == 1 ? fault : nil })
        var limits = BatcherLimits()
        // Why so long: the machine of the tests may be busy, and this is not about time.
        limits.settlingTime = .seconds(600)
        let batcher = Batcher(store: faulty, clock: clock, limits: limits)
        let history = History()
        let appends = appends(200)
        await send(appends, through: batcher, noting: history)
        #expect(try await HistoryChecker.check(history, against: store) == [])
        #expect(try await store.head().position == 200)
        #expect(batcher.counts.unknown > 0)
    }

    @Test func `when nothing can be found out the caller is told so, in time`() async throws {
        var limits = BatcherLimits()
        limits.settlingTime = .milliseconds(20)
        let faulty = FaultyEventStore(store, onAppend: { _ in .lostAfter }, onRead: { _ in true })
        let batcher = Batcher(store: faulty, clock: clock, limits: limits)
        let history = History()
        await send(appends(3), through: batcher, noting: history)
        #expect(history.all.allSatisfy { if case .unknown = $0.answer { true } else { false } })
    }

    @Test func `a store that is away refuses everybody, and the next append is tried again`() async throws {
        let faulty = FaultyEventStore(store, onAppend: { $0 <= 1 ? .before : nil })
        let batcher = Batcher(store: faulty, clock: clock)
        let appends = appends(2)
        await #expect(throws: EventStoreError.self) { try await batcher.append(appends[0], deadline: deadline) }
        let result = try await batcher.append(appends[1], deadline: deadline)
        #expect(result.outcome != nil)
    }

    @Test func `what waits behind a store that hangs is refused when its deadline passes`() async throws {
        let gate = Gate()
        let manual = ManualClock()
        let batcher = Batcher(store: GatedStore(store, gate), clock: manual)
        let appends = appends(2)
        let refused = await withTaskGroup(of: Bool.self) { group in
            group.addTask { (try? await batcher.append(appends[0], deadline: manual.now + .seconds(1))) == nil }
            await gate.waitForArrivals(1)
            group.addTask { (try? await batcher.append(appends[1], deadline: manual.now + .seconds(1))) == nil }
            while batcher.queued < 1 { await Task.yield() }
            manual.advance(by: .seconds(2))
            batcher.expire()
            let first = await group.next()
            gate.open()
            return [first, await group.next()]
        }
        #expect(refused == [true, false])
        #expect(batcher.counts.expired == 1)
    }

    @Test func `a cancelled leader still brings the others their results`() async throws {
        let gate = Gate()
        let batcher = Batcher(store: GatedStore(store, gate), clock: clock)
        let appends = appends(3)
        let results = await withTaskGroup(of: AppendResult?.self) { group in
            group.addTask { try? await batcher.append(appends[0], deadline: deadline) }
            await gate.waitForArrivals(1)
            for append in appends.dropFirst() {
                group.addTask { try? await batcher.append(append, deadline: deadline) }
            }
            while batcher.queued < 2 { await Task.yield() }
            group.cancelAll()
            gate.open()
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results.count { $0?.outcome != nil } == 3)
    }
}

/// Holds everybody who arrives until it is opened.
final class Gate: Sendable {
    private let state = Lock(
        (
            isOpen: false, arrivals: 0, waiting: [CheckedContinuation<Void, Never>](),
            watchers: [(Int, CheckedContinuation<Void, Never>)]()
        ))

    func pass() async {
        await withCheckedContinuation { continuation in
            let wakes = state.withLock { state in
                state.arrivals += 1
                let reached = state.watchers.filter { $0.0 <= state.arrivals }.map(\.1)
                state.watchers.removeAll { $0.0 <= state.arrivals }
                if state.isOpen { return reached + [continuation] }
                state.waiting.append(continuation)
                return reached
            }
            for wake in wakes { wake.resume() }
        }
    }

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for wake in waiting { wake.resume() }
    }

    func waitForArrivals(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isReached = state.withLock { state in
                if state.arrivals >= count { return true }
                state.watchers.append((count, continuation))
                return false
            }
            if isReached { continuation.resume() }
        }
    }
}

/// A store whose appends wait at a gate.
struct GatedStore: EventStore {
    let inner: any EventStore
    let gate: Gate

    init(_ inner: any EventStore, _ gate: Gate) { (self.inner, self.gate) = (inner, gate) }

    func append(_ batch: [Append]) async throws(EventStoreError) -> [AppendResult] {
        await gate.pass()
        return try await inner.append(batch)
    }
    func outcome(of command: CommandID, in tenant: TenantID) async throws(EventStoreError) -> RecordedOutcome? {
        try await inner.outcome(of: command, in: tenant)
    }
    func read(_ query: StreamQuery) async throws(EventStoreError) -> StreamPage { try await inner.read(query) }
    func read(_ query: LogQuery) async throws(EventStoreError) -> LogPage { try await inner.read(query) }
    func head() async throws(EventStoreError) -> LogHead { try await inner.head() }
}
