/// Decides when connections are opened, tried again, checked and given up; opens nothing itself.
///
/// Every event returns the actions to take. Time is a number of milliseconds from any clock that never goes back;
/// chance is a parameter, so that a run can be repeated.
package struct PoolMachine: Sendable {
    package enum Slot: Sendable, Equatable {
        /// A connection is being opened, for the n-th time without success.
        case connecting(attempt: Int)
        /// Usable, with that much work in flight; `quietSince` is when it last gave an answer.
        case ready(load: Int, quietSince: Int64)
        /// Asked whether it is alive, no answer yet.
        case checking(since: Int64)
        /// Waits before the next attempt.
        case waiting(until: Int64, attempt: Int)
        case closed
    }

    package enum Action: Sendable, Equatable {
        case connect(slot: Int)
        case check(slot: Int)
        case close(slot: Int)
    }

    /// What the machine is told once.
    package struct Settings: Sendable {
        package var size: Int
        /// Limit: pause after the first failure, doubled after each further one.
        package var pauseFirst: Int64 = 50
        /// Limit: longest pause between two attempts.
        package var pauseMax: Int64 = 10_000
        /// An idle connection is asked whether it lives after this long.
        package var idleBeforeCheck: Int64 = 15_000
        /// A check without an answer for this long means that the connection is dead.
        package var checkTimeout: Int64 = 3_000

        package init(size: Int) { self.size = size }
    }

    package let settings: Settings
    package private(set) var slots: [Slot]
    private var isClosing = false

    package init(_ settings: Settings) {
        precondition(settings.size > 0 && settings.size <= 1_000, "A pool of at least one connection.")
        self.settings = settings
        slots = Array(repeating: .closed, count: settings.size)
    }

    /// Opens every connection.
    package mutating func start() -> [Action] {
        slots = Array(repeating: .connecting(attempt: 1), count: settings.size)
        return slots.indices.map { .connect(slot: $0) }
    }

    /// The connection is open and has answered.
    package mutating func connected(_ slot: Int, now: Int64) -> [Action] {
        if isClosing { return close(slot) }
        slots[slot] = .ready(load: 0, quietSince: now)
        return []
    }

    /// An attempt failed, or an open connection broke.
    package mutating func lost(_ slot: Int, now: Int64, chance: UInt64) -> [Action] {
        if isClosing {
            slots[slot] = .closed
            return []
        }
        let attempt: Int
        switch slots[slot] {
        case .connecting(let failed): attempt = failed
        case .ready, .checking: attempt = 0
        case .waiting, .closed: return []
        }
        slots[slot] = .waiting(until: now + pause(after: attempt, chance: chance), attempt: attempt)
        return []
    }

    /// The least loaded usable connection with less than so much work, or nil when there is none.
    package func pick(from range: Range<Int>? = nil, below loadMax: Int = .max) -> Int? {
        var best: (slot: Int, load: Int)?
        for index in range ?? slots.indices {
            guard case .ready(let load, _) = slots[index], load < loadMax else { continue }
            if load < best?.load ?? .max { best = (index, load) }
        }
        return best?.slot
    }

    package mutating func took(_ slot: Int, _ count: Int = 1) {
        if case .ready(let load, let quiet) = slots[slot] {
            slots[slot] = .ready(load: load + count, quietSince: quiet)
        }
    }

    /// Work ended with an answer, which also shows that the connection lives.
    package mutating func answered(_ slot: Int, _ count: Int = 1, now: Int64) {
        switch slots[slot] {
        case .ready(let load, _): slots[slot] = .ready(load: max(0, load - count), quietSince: now)
        case .checking: slots[slot] = .ready(load: 0, quietSince: now)
        case .connecting, .waiting, .closed: break
        }
    }

    /// Time passed: retries, checks and verdicts that are due.
    package mutating func tick(now: Int64, chance: UInt64) -> [Action] {
        if isClosing { return [] }
        var actions: [Action] = []
        for index in slots.indices {
            switch slots[index] {
            case .waiting(let until, let attempt) where until <= now:
                slots[index] = .connecting(attempt: attempt + 1)
                actions.append(.connect(slot: index))
            case .ready(load: 0, let quiet) where now - quiet >= settings.idleBeforeCheck:
                slots[index] = .checking(since: now)
                actions.append(.check(slot: index))
            case .checking(let since) where now - since >= settings.checkTimeout:
                slots[index] = .waiting(until: now + pause(after: 0, chance: chance), attempt: 0)
                actions.append(.close(slot: index))
            case .waiting, .ready, .checking, .connecting, .closed: break
            }
        }
        return actions
    }

    /// Stops opening connections and closes those that have no work.
    package mutating func stop() -> [Action] {
        isClosing = true
        return slots.indices.flatMap { close($0) }
    }

    package var isUsable: Bool { pick() != nil }
    package var openCount: Int { slots.count { if case .ready = $0 { true } else { false } } }

    private mutating func close(_ slot: Int) -> [Action] {
        defer { slots[slot] = .closed }
        return switch slots[slot] {
        case .ready, .checking, .connecting: [.close(slot: slot)]
        case .waiting, .closed: []
        }
    }

    /// Between half and the whole of an exponentially growing pause, so that nodes do not come back in step.
    private func pause(after attempt: Int, chance: UInt64) -> Int64 {
        let full = min(settings.pauseMax, settings.pauseFirst << Int64(min(attempt, 16)))
        return full / 2 + Int64(chance % UInt64(full / 2 + 1))
    }
}
