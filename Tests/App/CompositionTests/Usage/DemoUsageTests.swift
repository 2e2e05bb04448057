import EventSourcing
import Lifecycle
import Metering
import Prelude
import Testing

@testable import Composition

struct DemoUsageTests {
    private static let end = Timestamp(microseconds: 1_795_162_530_500_000)

    private func usages(_ count: Int, days: Int, seed: UInt64) -> [AiUsageRecorded] {
        var generator = UsageGenerator(UsagePlan(usages: count, days: days, seed: seed), until: Self.end)
        return (0..<generator.hourCount).flatMap { generator.usages(ofHour: $0) }
    }

    @Test(arguments: [(1, 1), (5_000, 14), (777, 34)])
    func `there are as many usages as were asked for, in their order, each as one may be`(_ count: Int, _ days: Int) {
        let made = usages(count, days: days, seed: 3)
        #expect(made.count == count)
        #expect(Set(made.map(\.request)).count == count)
        #expect(zip(made, made.dropFirst()).allSatisfy { $0.at <= $1.at })
        let oldest = Self.end.advanced(microseconds: -Int64(days) * Timestamp.microsecondsPerDay)
        #expect(made.allSatisfy { $0.at >= oldest && $0.at <= Self.end && RecordAiUsage($0).violations().isEmpty })
    }

    @Test func `the same seed gives the same tenant, another one another`() {
        #expect(usages(500, days: 3, seed: 1) == usages(500, days: 3, seed: 1))
        #expect(usages(500, days: 3, seed: 1) != usages(500, days: 3, seed: 2))
    }

    @Test func `the tenant has busy hours, quiet weekends, failures and a mix of models`() {
        let made = usages(20_000, days: 28, seed: 1)
        let byDay = Dictionary(grouping: made) { (Int($0.at.day.daysSinceEpoch) + 3) % 7 }.mapValues(\.count)
        #expect((byDay[6] ?? 0) * 2 < (byDay[2] ?? 0))
        let byHour = Dictionary(grouping: made) { Int($0.at.microsecondsOfDay / 3_600_000_000) }.mapValues(\.count)
        #expect((byHour[3] ?? 0) * 4 < (byHour[10] ?? 0))
        #expect(Set(made.map(\.outcome)) == Set(UsageOutcome.allCases))
        #expect(Set(made.map(\.model)).count == UsagePlan.models.count)
        #expect(made.contains { $0.bot == nil } && made.contains { $0.bot != nil })
    }

    @Test func `what is written twice is there once, and goes on after an interruption`() async throws {
        struct Stop: Error {}
        let clock = SystemClock()
        let store = InMemoryEventStore(now: { clock.wallTime })
        let plan = UsagePlan(usages: 3_500, days: 2, seed: 5)
        let demo = DemoUsage(store, tenant: "demo", clock: clock)
        var told = 0
        try await demo.write(plan) { told = $0 }
        #expect(told == 3_500)
        let head = try await store.head().cursor
        #expect(head.position == GlobalPosition(3_502))
        try await demo.write(plan) { _ in }
        #expect(try await store.head().cursor == head)
        try await demo.write(UsagePlan(usages: 100, days: 2, seed: 6)) { _ in }
        #expect(try await store.head().cursor.position == GlobalPosition(3_604))
    }

    @Test func `what is generated again days later changes nothing`() async throws {
        let clock = ManualClock(wallTime: Self.end)
        let store = InMemoryEventStore(now: { clock.wallTime })
        let plan = UsagePlan(usages: 500, days: 34, seed: 5)
        let demo = DemoUsage(store, tenant: "demo", clock: clock)
        try await demo.write(plan) { _ in }
        let head = try await store.head().cursor
        clock.advance(by: .seconds(3 * 86_400))
        try await demo.write(plan) { _ in }
        #expect(try await store.head().cursor == head)
    }
}
