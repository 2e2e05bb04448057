import EventSourcing
import EventSourcingTesting
import Lifecycle
import Prelude
import Testing

struct ReadModelProgressTests {
    let clock = ManualClock()
    let store: InMemoryProjectionStore
    let progress: ReadModelProgress

    init() {
        let clock = clock
        store = InMemoryProjectionStore { clock.wallTime }
        progress = ReadModelProgress(store: store, clock: clock)
    }

    private func cursor(_ position: Int64, epoch: UInt32 = 1) -> Cursor {
        Cursor(epoch: LogEpoch(epoch), position: GlobalPosition(position))
    }

    private func wait(_ names: [ProjectionName], _ target: Cursor, seconds: Int64 = 2) async -> WaitVerdict {
        await progress.waitUntil(names, reached: target, deadline: clock.now + .seconds(seconds))
    }

    @Test func `what has been reached is not waited for`() async {
        progress.note("a", at: cursor(5))
        #expect(await wait(["a"], cursor(5)) == .reached)
        #expect(await wait([], cursor(99)) == .reached)
        #expect(progress.position(of: "a") == 5)
        #expect(progress.position(of: "b") == .start)
    }

    @Test func `a waiter is woken when the last of its read models gets there`() async {
        async let verdict = wait(["a", "b"], cursor(5))
        while progress.waiterCount < 1 { await Task.yield() }
        progress.note("a", at: cursor(7))
        progress.note("b", at: cursor(4))
        #expect(progress.waiterCount == 1)
        progress.note("b", at: cursor(5))
        #expect(await verdict == .reached)
        #expect(progress.waiterCount == 0)
    }

    @Test func `who waits too long is told which read models lag`() async {
        async let verdict = wait(["a", "b", "c"], cursor(5))
        while progress.waiterCount < 1 { await Task.yield() }
        progress.note("b", at: cursor(5))
        clock.advance(by: .seconds(2))
        progress.expire()
        #expect(await verdict == .lagging(["a", "c"]))
        #expect(await wait(["a"], cursor(5), seconds: 0) == .lagging(["a"]))
    }

    @Test func `a position of an older epoch means nothing`() async {
        progress.note("a", at: cursor(5, epoch: 2))
        #expect(await wait(["a"], cursor(3)) == .resync)
        progress.note("a", at: cursor(9, epoch: 1))
        #expect(progress.cursor(of: "a") == cursor(5, epoch: 2))
    }

    @Test func `who waits for a position of an epoch that ends is told so, not that it was reached`() async {
        async let first = wait(["a"], cursor(3))
        async let second = wait(["a", "b"], cursor(90))
        async let third = wait(["a"], cursor(7, epoch: 2))
        while progress.waiterCount < 3 { await Task.yield() }
        progress.note("a", at: cursor(5, epoch: 2))
        #expect(progress.waiterCount == 1)
        progress.note("a", at: cursor(7, epoch: 2))
        #expect(await first == .resync)
        #expect(await second == .resync)
        #expect(await third == .reached)
    }

    @Test func `a position of a later epoch is not reached by those of an earlier one`() async {
        progress.note("a", at: cursor(5))
        async let verdict = wait(["a"], cursor(7, epoch: 2))
        while progress.waiterCount < 1 { await Task.yield() }
        progress.note("a", at: cursor(100))
        #expect(progress.waiterCount == 1)
        progress.note("a", at: cursor(7, epoch: 2))
        #expect(await verdict == .reached)
    }

    @Test func `a read model that stands still keeps no place of those who no longer wait`() {
        var table = ProgressTable()
        for id in Seeds.range(10_000) {
            let deadline = MonotonicTime(nanoseconds: Int64(id))
            table.add(id, for: ["a", "b"], target: cursor(5), deadline: deadline)
            if id.isMultiple(of: 2) { _ = table.remove(id) } else { _ = table.overdue(at: deadline) }
        }
        #expect(table.waiterCount == 0)
        #expect(table.placeCount < 500)
    }

    @Test(.timeLimit(.minutes(1)))
    func `who waits when nobody looks after waiters any more is told what lags`() async {
        let running = Task { try? await progress.run() }
        await clock.waitForSleepers(1)
        let waiting = Task { await wait(["a"], cursor(5)) }
        while progress.waiterCount < 1 { await Task.yield() }
        running.cancel()
        await running.value
        #expect(await waiting.value == .lagging(["a"]))
        #expect(await wait(["a"], cursor(5)) == .lagging(["a"]))
    }

    @Test func `a position is never taken back`() {
        progress.note("a", at: cursor(5))
        progress.note("a", at: cursor(3))
        #expect(progress.position(of: "a") == 5)
    }

    @Test func `a cancelled waiter is gone`() async {
        await withTaskGroup(of: WaitVerdict.self) { group in
            group.addTask { await wait(["a"], cursor(5)) }
            while progress.waiterCount < 1 { await Task.yield() }
            group.cancelAll()
            #expect(await group.next() == .cancelled)
        }
        #expect(progress.waiterCount == 0)
    }

    @Test func `read models that advance on another node are found by asking the store`() async throws {
        let generation = Generation("a", 1)
        try await store.create(
            generation, codeVersion: 1, stage: .live, at: cursor(0), gate: .start, tables: [Ledger.balances])
        let lease = try #require(try await store.acquire(generation, for: "elsewhere", milliseconds: 1_000))
        try await withThrowingTaskGroup(of: WaitVerdict?.self) { group in
            group.addTask {
                try? await progress.run()
                return nil
            }
            await clock.waitForSleepers(1)
            group.addTask { await wait(["a"], cursor(5)) }
            while progress.waiterCount < 1 { await Task.yield() }
            _ = try await store.commit(ProjectionCommit(lease: lease, from: cursor(0), to: cursor(5), changes: []))
            await clock.waitForSleepers(1)
            clock.advance(by: ReadModelProgress.pollAwaited)
            #expect(try await group.next() == .reached)
            group.cancelAll()
        }
    }

    @Test(arguments: Seeds.range(100))
    func `every waiter is told exactly once, in time and truly`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var table = ProgressTable()
        var open: [UInt64: (names: Set<ProjectionName>, target: Int64, deadline: Int64)] = [:]
        var (reached, now) = ([ProjectionName: Int64](), Int64(0))
        let names: [ProjectionName] = ["a", "b", "c"]
        for id in Seeds.range(100) {
            now += Int64(random.below(3))
            switch random.below(3) {
            case 0:
                let wanted = names.filter { _ in random.chance(60) }
                let target = cursor(Int64(random.below(60)))
                let lagging = table.lagging(wanted, behind: target)
                if lagging.isEmpty { continue }
                let deadline = now + Int64(random.below(40))
                table.add(id, for: lagging, target: target, deadline: MonotonicTime(nanoseconds: deadline))
                open[id] = (Set(lagging), target.position.number, deadline)
            case 1:
                let name = names[random.below(3)]
                let position = Int64(random.below(70))
                reached[name] = max(reached[name] ?? 0, position)
                for done in table.note(name, at: cursor(position)).reached {
                    let waiter = open.removeValue(forKey: done)
                    #expect(waiter?.names.allSatisfy { (reached[$0] ?? 0) >= waiter?.target ?? 0 } == true)
                }
            default:
                for overdue in table.overdue(at: MonotonicTime(nanoseconds: now)) {
                    let waiter = open.removeValue(forKey: overdue.id)
                    #expect((waiter?.deadline ?? .max) <= now, "seed \(seed)")
                    #expect(!overdue.lagging.isEmpty)
                }
                #expect(open.values.allSatisfy { $0.deadline > now }, "seed \(seed)")
            }
            let isRight = open.values.allSatisfy { waiter in
                waiter.names.contains { (reached[$0] ?? -1) < waiter.target }
            }
            #expect(isRight, "seed \(seed)")
        }
        #expect(table.waiterCount == open.count)
    }
}
