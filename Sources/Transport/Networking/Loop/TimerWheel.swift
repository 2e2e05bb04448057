/// A hierarchical timing wheel: scheduling, cancelling and firing cost the same with ten timers as with a million.
///
/// Time is counted in ticks. Six levels of 64 slots reach 64⁶ ticks; a slot of level n covers 64ⁿ ticks:
///
///     level 0   each slot one tick      ─ fires
///     level 1   each slot 64 ticks      ─ spread over level 0 when its first tick comes
///     …
///
/// Nodes lie in one array and are linked by index; the first 385 are the heads of the lists (the slots, and the list
/// of those due). Freed nodes are chained and used again.
///
/// Invariant: every pending node is in exactly one list, and its deadline is after `elapsed` unless it is due.
struct TimerWheel {
    private static let levels = 6
    private static let slots = 64
    private static let dueList = UInt32(levels * slots)
    private static let heads = levels * slots + 1
    /// Limit: a later deadline is cut to this many ticks from now (with ticks of a millisecond: two years).
    static let ticksMax: UInt64 = 1 << 36 - 1

    private struct Node {
        var next: UInt32
        var previous: UInt32
        var generation: UInt32 = 1
        var isPending = false
        var deadline: UInt64 = 0
        var action: TimerAction = .nothing
    }

    private var nodes: [Node]
    private var occupied: [UInt64]
    private var firstFree: UInt32 = 0
    /// Every tick up to and including this one has been processed.
    private(set) var elapsed: UInt64 = 0
    private(set) var count = 0

    init() {
        nodes = (0..<UInt32(Self.heads)).map { Node(next: $0, previous: $0) }
        occupied = Array(repeating: 0, count: Self.levels)
    }

    /// A deadline that has passed becomes the next tick, so that a timer never fires inside the call that sets it.
    mutating func schedule(at deadline: UInt64, _ action: TimerAction) -> TimerID {
        let index = takeNode()
        nodes[Int(index)].deadline = min(max(deadline, elapsed + 1), elapsed + Self.ticksMax)
        nodes[Int(index)].action = action
        nodes[Int(index)].isPending = true
        count += 1
        place(index)
        return TimerID(slot: index, generation: nodes[Int(index)].generation)
    }

    /// Returns whether the timer was still pending.
    @discardableResult
    mutating func cancel(_ id: TimerID) -> Bool {
        let index = Int(id.slot)
        guard index >= Self.heads, index < nodes.count, nodes[index].generation == id.generation,
            nodes[index].isPending
        else { return false }
        unlink(id.slot)
        _ = release(id.slot)
        return true
    }

    /// The tick at which `advance` next has something to do; a timer fires there or timers move closer.
    var nextTick: UInt64? {
        if nodes[Int(Self.dueList)].next != Self.dueList { return elapsed }
        for level in 0..<Self.levels where occupied[level] != 0 { return nextTick(onLevel: level) }
        return nil
    }

    /// Moves everything due at or before the tick to the due list, in the order of deadlines.
    mutating func advance(to tick: UInt64) {
        while let next = nextPlacedTick(), next.tick <= tick {
            elapsed = next.tick
            spread(level: next.level, slot: next.slot)
        }
        elapsed = max(elapsed, tick)
    }

    /// Takes the first due timer; the caller runs its action, which may schedule and cancel others.
    mutating func popDue() -> TimerAction? {
        let index = nodes[Int(Self.dueList)].next
        guard index != Self.dueList else { return nil }
        unlink(index)
        return release(index)
    }

    private func nextPlacedTick() -> (level: Int, slot: Int, tick: UInt64)? {
        for level in 0..<Self.levels where occupied[level] != 0 {
            let tick = nextTick(onLevel: level)
            return (level, Int(tick >> UInt64(level * 6)) & 63, tick)
        }
        return nil
    }

    /// Why the lowest level wins: all its slots lie within the current slot of the level above.
    private func nextTick(onLevel level: Int) -> UInt64 {
        let shift = UInt64(level * 6)
        let current = (elapsed >> shift) & 63
        let rotated = occupied[level] >> current | (current == 0 ? 0 : occupied[level] << (64 - current))
        let slot = (UInt64(rotated.trailingZeroBitCount) + current) & 63
        let round = UInt64(64) << shift
        let tick = elapsed & ~(round - 1) + slot << shift
        // Only the topmost level can hold a slot that lies behind the hand: it belongs to the next round.
        return tick < elapsed || (tick == elapsed && level == Self.levels - 1) ? tick + round : tick
    }

    private mutating func spread(level: Int, slot: Int) {
        let head = UInt32(level * Self.slots + slot)
        while true {
            let index = nodes[Int(head)].next
            guard index != head else { break }
            unlink(index)
            place(index)
        }
    }

    private mutating func place(_ index: UInt32) {
        let deadline = nodes[Int(index)].deadline
        guard deadline > elapsed else { return append(index, to: Self.dueList) }
        let level = min((63 - ((elapsed ^ deadline) | 63).leadingZeroBitCount) / 6, Self.levels - 1)
        let slot = Int(deadline >> UInt64(level * 6)) & 63
        occupied[level] |= 1 << UInt64(slot)
        append(index, to: UInt32(level * Self.slots + slot))
    }

    private mutating func append(_ index: UInt32, to head: UInt32) {
        let last = nodes[Int(head)].previous
        nodes[Int(index)].previous = last
        nodes[Int(index)].next = head
        nodes[Int(last)].next = index
        nodes[Int(head)].previous = index
    }

    private mutating func unlink(_ index: UInt32) {
        let (previous, next) = (nodes[Int(index)].previous, nodes[Int(index)].next)
        nodes[Int(previous)].next = next
        nodes[Int(next)].previous = previous
        guard previous == next, next < Self.dueList else { return }
        occupied[Int(next) / Self.slots] &= ~(1 << UInt64(Int(next) % Self.slots))
    }

    private mutating func takeNode() -> UInt32 {
        if firstFree != 0 {
            let index = firstFree
            firstFree = nodes[Int(index)].next
            return index
        }
        nodes.append(Node(next: 0, previous: 0))
        return UInt32(nodes.count - 1)
    }

    private mutating func release(_ index: UInt32) -> TimerAction {
        let action = nodes[Int(index)].action
        nodes[Int(index)].action = .nothing
        nodes[Int(index)].isPending = false
        nodes[Int(index)].generation &+= 1
        nodes[Int(index)].next = firstFree
        firstFree = index
        count -= 1
        return action
    }
}
