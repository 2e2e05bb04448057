import Testing

@testable import Networking

struct TimerWheelTests {
    private final class Fired {
        var names: [Int] = []
    }

    private func cancel(_ id: TimerID, in wheel: inout TimerWheel) -> Bool { wheel.cancel(id) }

    private func drain(_ wheel: inout TimerWheel, to tick: UInt64) {
        wheel.advance(to: tick)
        while let action = wheel.popDue() {
            if case .closure(let body) = action { body() }
        }
    }

    @Test(arguments: [1, 2, 63, 64, 65, 4095, 4096, 4097, 262_143, 262_144, 16_777_216, 1 << 30, 1 << 35] as [UInt64])
    func `a timer fires at its tick and not one before`(deadline: UInt64) {
        var wheel = TimerWheel()
        let fired = Fired()
        _ = wheel.schedule(at: deadline, .closure { fired.names.append(1) })
        drain(&wheel, to: deadline - 1)
        #expect(fired.names.isEmpty)
        drain(&wheel, to: deadline)
        #expect(fired.names == [1])
        #expect(wheel.count == 0)
        #expect(wheel.nextTick == nil)
    }

    @Test func `a cancelled timer does not fire and its slot is used again under a new name`() {
        var wheel = TimerWheel()
        let fired = Fired()
        let first = wheel.schedule(at: 5, .closure { fired.names.append(1) })
        #expect(cancel(first, in: &wheel))
        #expect(!cancel(first, in: &wheel))
        let second = wheel.schedule(at: 5, .closure { fired.names.append(2) })
        #expect(first != second)
        #expect(!cancel(first, in: &wheel))
        drain(&wheel, to: 100)
        #expect(fired.names == [2])
        #expect(!cancel(second, in: &wheel))
    }

    @Test func `a due timer can be cancelled by one that fires before it`() {
        var wheel = TimerWheel()
        let fired = Fired()
        _ = wheel.schedule(at: 3, .closure { fired.names.append(1) })
        let second = wheel.schedule(at: 3, .closure { fired.names.append(2) })
        wheel.advance(to: 3)
        guard case .closure(let body) = wheel.popDue() else {
            Issue.record("nothing was due")
            return
        }
        body()
        #expect(cancel(second, in: &wheel))
        #expect(wheel.nextTick == nil)
        #expect(fired.names == [1])
    }

    @Test func `a deadline in the past fires at the next tick`() {
        var wheel = TimerWheel()
        let fired = Fired()
        wheel.advance(to: 1000)
        _ = wheel.schedule(at: 10, .closure { fired.names.append(1) })
        drain(&wheel, to: 1000)
        #expect(fired.names.isEmpty)
        drain(&wheel, to: 1001)
        #expect(fired.names == [1])
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `a random life agrees with a sorted list`(seed: UInt64) {
        var random = SplitMix(state: seed)
        var wheel = TimerWheel()
        var model: [(deadline: UInt64, order: Int, id: TimerID)] = []
        let fired = Fired()
        var now: UInt64 = 0
        for order in 0..<2000 {
            switch random.next() % 4 {
            case 0, 1:
                let deadline = now + 1 + random.next() % (UInt64(1) << (random.next() % 34))
                let id = wheel.schedule(at: deadline, .closure { fired.names.append(order) })
                model.append((deadline, order, id))
            case 2 where !model.isEmpty:
                let victim = model.remove(at: Int(random.next() % UInt64(model.count)))
                #expect(cancel(victim.id, in: &wheel))
            default:
                now += random.next() % (UInt64(1) << (random.next() % 30))
                drain(&wheel, to: now)
                let due = model.filter { $0.deadline <= now }.sorted { $0.deadline < $1.deadline }
                let deadlines = Dictionary(uniqueKeysWithValues: model.map { ($0.order, $0.deadline) })
                #expect(fired.names.compactMap { deadlines[$0] } == due.map(\.deadline), "seed \(seed)")
                #expect(Set(fired.names) == Set(due.map(\.order)), "seed \(seed)")
                fired.names = []
                model.removeAll { $0.deadline <= now }
            }
            #expect(wheel.count == model.count)
            if let next = wheel.nextTick, let earliest = model.map(\.deadline).min() {
                #expect(next <= earliest && next > now, "seed \(seed)")
            }
        }
    }
}

/// A small seeded generator, so that a failing seed can be run again.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
