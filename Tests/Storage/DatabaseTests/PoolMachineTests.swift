import Database
import Testing

struct PoolMachineTests {
    private func pool(_ size: Int = 2) -> PoolMachine {
        var machine = PoolMachine(PoolMachine.Settings(size: size))
        #expect(machine.start() == (0..<size).map { .connect(slot: $0) })
        return machine
    }

    @Test func `the least loaded connection is picked`() {
        var machine = pool()
        #expect(machine.pick() == nil)
        _ = machine.connected(0, now: 0)
        _ = machine.connected(1, now: 0)
        machine.took(0, 3)
        #expect(machine.pick() == 1)
        machine.took(1, 5)
        #expect(machine.pick() == 0)
        machine.answered(1, 5, now: 1)
        #expect(machine.pick() == 1)
    }

    @Test func `pauses between attempts grow, are bounded and jittered`() {
        var machine = pool(1)
        var now: Int64 = 0
        var pauses: [Int64] = []
        for attempt in 0..<16 {
            #expect(machine.lost(0, now: now, chance: UInt64(attempt) &* 7_919).isEmpty)
            guard case .waiting(let until, _) = machine.slots[0] else { return #expect(Bool(false)) }
            pauses.append(until - now)
            #expect(machine.tick(now: until - 1, chance: 0).isEmpty)
            now = until
            #expect(machine.tick(now: now, chance: 0) == [.connect(slot: 0)])
        }
        #expect(pauses[0] >= 50 && pauses[0] <= 100)
        #expect(pauses.allSatisfy { $0 <= 10_000 })
        #expect(pauses[15] >= 5_000)
        #expect(Set(pauses.suffix(5)).count > 1)
    }

    @Test func `an idle connection is checked and given up without an answer`() {
        var machine = pool(1)
        _ = machine.connected(0, now: 0)
        #expect(machine.tick(now: 14_999, chance: 0).isEmpty)
        #expect(machine.tick(now: 15_000, chance: 0) == [.check(slot: 0)])
        #expect(machine.pick() == nil)
        #expect(machine.tick(now: 18_000, chance: 0) == [.close(slot: 0)])
        #expect(machine.tick(now: 18_100, chance: 0) == [.connect(slot: 0)])
    }

    @Test func `an answer ends a check`() {
        var machine = pool(1)
        _ = machine.connected(0, now: 0)
        _ = machine.tick(now: 15_000, chance: 0)
        machine.answered(0, now: 15_001)
        #expect(machine.pick() == 0)
    }

    @Test func `a stopped pool opens nothing again`() {
        var machine = pool()
        _ = machine.connected(0, now: 0)
        _ = machine.lost(1, now: 0, chance: 1)
        #expect(machine.stop() == [.close(slot: 0)])
        #expect(machine.tick(now: 100_000, chance: 0).isEmpty)
        #expect(machine.lost(0, now: 0, chance: 0).isEmpty)
        #expect(machine.connected(1, now: 5) == [])
        #expect(!machine.isUsable)
    }

    @Test(arguments: UInt64(1)...20)
    func `whatever happens in whatever order, loads stay sane and every loss is tried again`(_ seed: UInt64) {
        var random = SplitMix(state: seed)
        var machine = pool(4)
        var now: Int64 = 0
        for _ in 0..<2_000 {
            now += Int64(random.next() % 3_000)
            let slot = Int(random.next() % 4)
            switch random.next() % 6 {
            case 0: _ = machine.connected(slot, now: now)
            case 1: _ = machine.lost(slot, now: now, chance: random.next())
            case 2: if let picked = machine.pick() { machine.took(picked) }
            case 3: machine.answered(slot, now: now)
            case _: _ = machine.tick(now: now, chance: random.next())
            }
            for slot in machine.slots {
                switch slot {
                case .ready(let load, let quiet): #expect(load >= 0 && quiet <= now, "seed \(seed)")
                case .waiting(let until, let attempt):
                    #expect(until <= now + 10_000 && attempt >= 0, "seed \(seed)")
                case .checking(let since): #expect(since <= now, "seed \(seed)")
                case .connecting(let attempt): #expect(attempt >= 1, "seed \(seed)")
                case .closed: #expect(Bool(false), "seed \(seed)")
                }
            }
        }
    }
}

/// A small repeatable source of chance.
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
