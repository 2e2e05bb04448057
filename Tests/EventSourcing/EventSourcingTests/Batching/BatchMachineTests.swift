import EventSourcing
import EventSourcingTesting
import Lifecycle
import Prelude
import Testing

struct BatchMachineTests {
    private func entry(
        _ ticket: UInt64, _ tenant: TenantID = "a", bytes: Int = 10, deadline: Int64 = 1_000
    ) -> BatchMachine.Entry {
        BatchMachine.Entry(
            ticket: ticket, tenant: tenant, byteCount: bytes, deadline: MonotonicTime(nanoseconds: deadline))
    }

    private func machine(_ change: (inout BatcherLimits) -> Void = { _ in }) -> BatchMachine {
        var limits = BatcherLimits()
        change(&limits)
        return BatchMachine(limits: limits)
    }

    @Test func `an append leaves at once when nothing is in flight`() {
        var machine = machine()
        #expect(machine.arrive(entry(1), now: .zero) == .init(batch: [1]))
    }

    @Test func `appends gather while a batch is in flight and leave together when it lands`() {
        var machine = machine()
        _ = machine.arrive(entry(1), now: .zero)
        for ticket in 2...5 as ClosedRange<UInt64> { #expect(machine.arrive(entry(ticket), now: .zero) == .init()) }
        #expect(machine.land(now: .zero) == .init(batch: [2, 3, 4, 5]))
        #expect(machine.land(now: .zero) == .init())
        #expect(machine.flights == 0)
    }

    @Test func `a full batch leaves beside the first flight, and there are never three`() {
        var machine = machine { $0.appendsPerBatchMax = 2 }
        #expect(machine.arrive(entry(1), now: .zero)?.batch == [1])
        #expect(machine.arrive(entry(2), now: .zero)?.batch == [])
        #expect(machine.arrive(entry(3), now: .zero)?.batch == [2, 3])
        #expect(machine.arrive(entry(4), now: .zero)?.batch == [])
        #expect(machine.arrive(entry(5), now: .zero)?.batch == [])
        #expect(machine.flights == 2)
        #expect(machine.land(now: .zero).batch == [4, 5])
    }

    @Test func `many bytes make a full batch as well, and one that is too large goes alone`() {
        var machine = machine { $0.bytesPerBatchMax = 100 }
        _ = machine.arrive(entry(1), now: .zero)
        #expect(machine.arrive(entry(2, bytes: 60), now: .zero)?.batch == [])
        #expect(machine.arrive(entry(3, bytes: 60), now: .zero)?.batch == [2])
        _ = machine.arrive(entry(4, bytes: 500), now: .zero)
        #expect(machine.land(now: .zero).batch == [3])
        #expect(machine.land(now: .zero).batch == [4])
    }

    @Test func `tenants take turns, so that one with many appends holds up nobody`() {
        var machine = machine { $0.appendsPerBatchMax = 4 }
        _ = machine.arrive(entry(0, "flood"), now: .zero)
        _ = machine.arrive(entry(100, "flood"), now: .zero)
        for ticket in 1...2 as ClosedRange<UInt64> { _ = machine.arrive(entry(ticket, "flood"), now: .zero) }
        _ = machine.arrive(entry(201, "small"), now: .zero)
        for ticket in 3...9 as ClosedRange<UInt64> { _ = machine.arrive(entry(ticket, "flood"), now: .zero) }
        _ = machine.arrive(entry(301, "third"), now: .zero)
        #expect(machine.land(now: .zero).batch == [3, 301, 4, 5])
    }

    @Test func `what comes too late is refused at once and what waited too long with the next batch`() {
        var machine = machine()
        let now = MonotonicTime(nanoseconds: 500)
        #expect(machine.arrive(entry(1, deadline: 500), now: now) == .init(expired: [1]))
        _ = machine.arrive(entry(2), now: now)
        _ = machine.arrive(entry(3, deadline: 600), now: now)
        _ = machine.arrive(entry(4), now: now)
        #expect(machine.land(now: MonotonicTime(nanoseconds: 700)) == .init(expired: [3], batch: [4]))
    }

    @Test func `a tenant whose appends all expired has one turn when it comes again`() {
        var machine = machine()
        _ = machine.arrive(entry(0), now: .zero)
        for ticket in 1...3 as ClosedRange<UInt64> {
            _ = machine.arrive(entry(ticket, "flood", deadline: 100), now: .zero)
            #expect(machine.expire(now: MonotonicTime(nanoseconds: 100)) == [ticket])
        }
        for ticket in 4...6 as ClosedRange<UInt64> { _ = machine.arrive(entry(ticket, "flood"), now: .zero) }
        _ = machine.arrive(entry(7, "small"), now: .zero)
        #expect(machine.land(now: .zero).batch == [4, 7, 5, 6])
    }

    @Test func `an overfull queue refuses, of one tenant before that of all`() {
        var machine = machine {
            $0.queuedMax = 3
            $0.queuedPerTenantMax = 2
        }
        _ = machine.arrive(entry(0), now: .zero)
        #expect(machine.arrive(entry(1), now: .zero) != nil)
        #expect(machine.arrive(entry(2), now: .zero) != nil)
        #expect(machine.arrive(entry(3), now: .zero) == nil)
        #expect(machine.arrive(entry(4, "b"), now: .zero) != nil)
        #expect(machine.arrive(entry(5, "c"), now: .zero) == nil)
        #expect(machine.expire(now: MonotonicTime(nanoseconds: 2_000)) == [1, 2, 4])
        #expect(machine.queuedCount == 0)
        #expect(machine.queuedBytes == 0)
    }

    @Test(arguments: Seeds.range(150))
    func `every append leaves exactly once, in its tenant's order, in batches within the limits`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var machine = machine {
            $0.appendsPerBatchMax = 5
            $0.bytesPerBatchMax = 100
            $0.queuedMax = 30
            $0.queuedPerTenantMax = 20
        }
        var (now, ticket, accepted) = (Int64(0), UInt64(0), Set<UInt64>())
        var (left, sent) = (Set<UInt64>(), [TenantID: [UInt64]]())
        var tenants: [UInt64: TenantID] = [:]
        func take(_ action: BatchMachine.Action) {
            #expect(action.batch.count <= 5)
            for ticket in action.batch + action.expired {
                #expect(left.insert(ticket).inserted, "ticket \(ticket) left twice, seed \(seed)")
            }
            for ticket in action.batch { sent[tenants[ticket] ?? "?", default: []].append(ticket) }
        }
        for _ in 0..<300 {
            now += Int64(random.below(5))
            let time = MonotonicTime(nanoseconds: now)
            if random.chance(60) {
                ticket += 1
                let tenant: TenantID = ["a", "b", "c"][random.below(3)]
                tenants[ticket] = tenant
                let new = entry(ticket, tenant, bytes: random.below(60), deadline: now + Int64(random.below(80)))
                guard let action = machine.arrive(new, now: time) else { continue }
                accepted.insert(ticket)
                take(action)
            } else if machine.flights > 0 {
                take(machine.land(now: time))
            }
            #expect(machine.flights <= 2)
            #expect(machine.queuedCount == accepted.subtracting(left).count)
        }
        while machine.flights > 0 { take(machine.land(now: MonotonicTime(nanoseconds: now))) }
        #expect(left == accepted, "seed \(seed)")
        for tickets in sent.values { #expect(tickets == tickets.sorted(), "seed \(seed)") }
    }
}
