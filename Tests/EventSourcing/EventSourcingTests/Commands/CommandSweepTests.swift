import EventSourcing
import EventSourcingTesting
import Lifecycle
import Prelude
import Testing

struct CommandSweepTests {
    private static func ticking() -> InMemoryEventStore {
        let counter = Counter()
        return InMemoryEventStore { Timestamp(microseconds: counter.next()) }
    }

    @Test(arguments: CommandMemoryLaw.all)
    func `the memory of commands keeps the law`(_ law: CommandMemoryLaw) async {
        #expect(await law.violations(of: Self.ticking()) == [])
    }

    @Test(arguments: Seeds.range(30))
    func `what is forgotten is older than the retention, whatever the times are`(seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let clock = ManualClock()
        let store = InMemoryEventStore { clock.wallTime }
        let scope = LawScope(store as any EventStore, seed: seed)
        let sweep = CommandSweep(store, store, retention: .seconds(7_200), clock: clock)
        var sent: [(append: Append, at: Timestamp)] = []
        for _ in 0..<60 {
            clock.advance(by: .seconds(random.below(600)))
            let append = random.chance(70) ? scope.append(to: scope.newStream()) : scope.append([])
            _ = try await store.append([append])
            sent.append((append, clock.wallTime))
            if random.chance(20) { _ = try await sweep.sweep() }
        }
        _ = try await sweep.sweep()
        let begin = clock.wallTime.advanced(microseconds: -7_200_000_000)
        var forgotten = 0
        for (append, time) in sent {
            let isKnown = try await store.outcome(of: append.command, in: append.tenant) != nil
            if !isKnown { forgotten += 1 }
            #expect(isKnown || time < begin, "seed \(seed)")
        }
        #expect(forgotten > 10, "seed \(seed)")
    }

    @Test func `more than one transaction can take is forgotten in several`() async throws {
        let store = Self.ticking()
        let scope = LawScope(store as any EventStore, seed: 1)
        let stream = scope.newStream()
        let appends = (0..<2_500).map { _ in scope.append(to: stream) }
        for begin in stride(from: 0, to: 2_500, by: 250) {
            _ = try await store.append(Array(appends[begin..<(begin + 250)]))
        }
        let clock = ManualClock(wallTime: Timestamp(microseconds: 10_000_000_000))
        let sweep = CommandSweep(store, store, retention: CommandSweep.retentionMin, clock: clock)
        let swept = Task { try await sweep.sweep() }
        for _ in 0..<2 {
            await clock.waitForSleepers(1)
            clock.advance(by: .seconds(1))
        }
        #expect(try await swept.value == 2_499)
    }

    @Test(.timeLimit(.minutes(1)))
    func `a sweep that fails is told and tried again`() async {
        let store = Self.ticking()
        let (failures, continuation) = AsyncStream.makeStream(of: EventStoreError.self)
        let clock = ManualClock()
        let sweep = CommandSweep(
            FaultyEventStore(store, onRead: { _ in true }), store, retention: .seconds(3_600), clock: clock
        ) { continuation.yield($0) }
        let running = Task { try? await sweep.run() }
        var told = failures.makeAsyncIterator()
        for _ in 0..<2 {
            guard case .unavailable = await told.next() else { Issue.record("another failure"); break }
            await clock.waitForSleepers(1)
            clock.advance(by: CommandSweep.interval)
        }
        running.cancel()
        await running.value
    }
}
