import Lifecycle
import Networking
import Testing

@testable import Redis

struct RedisBreakerTests {
    private func at(_ milliseconds: Int64) -> MonotonicTime { MonotonicTime(nanoseconds: milliseconds * 1_000_000) }

    private func opened() -> RedisBreaker {
        var breaker = RedisBreaker()
        for _ in 0..<RedisBreaker.failuresMax { breaker.failed(at: at(0)) }
        return breaker
    }

    @Test func `it opens at the tenth failure in a row, not before`() {
        var breaker = RedisBreaker()
        for _ in 0..<9 { breaker.failed(at: at(0)) }
        #expect(breaker.allows(at: at(0)) == true)
        breaker.succeeded()
        for _ in 0..<9 { breaker.failed(at: at(0)) }
        #expect(!breaker.isOpen)
        breaker.failed(at: at(0))
        #expect(breaker.isOpen)
        #expect(breaker.allows(at: at(499)) == false)
    }

    @Test func `after cooling one probe passes and closes it`() {
        var breaker = opened()
        #expect(breaker.allows(at: at(500)) == true)
        #expect(breaker.allows(at: at(500)) == false)
        breaker.succeeded()
        #expect(!breaker.isOpen)
        #expect(breaker.allows(at: at(500)) == true)
    }

    @Test func `each failed probe doubles the cooling up to ten seconds`() {
        var breaker = opened()
        var now: Int64 = 500
        for cooling in [1_000, 2_000, 4_000, 8_000, 10_000, 10_000] as [Int64] {
            #expect(breaker.allows(at: at(now)) == true)
            breaker.failed(at: at(now))
            #expect(breaker.allows(at: at(now + cooling - 1)) == false)
            now += cooling
        }
        #expect(breaker.allows(at: at(now)) == true)
        breaker.succeeded()
        for _ in 0..<10 { breaker.failed(at: at(now)) }
        #expect(breaker.allows(at: at(now + 500)) == true)
    }

    @Test func `late answers do not close it and late failures do not prolong it`() {
        var breaker = opened()
        breaker.succeeded()
        breaker.failed(at: at(400))
        #expect(breaker.isOpen)
        #expect(breaker.allows(at: at(500)) == true)
    }

    /// Every event in every state, a hundred thousand times: at most one probe at a time, nothing passes while open.
    @Test func `a random walk never breaks the rules`() {
        var generator = SystemRandomNumberGenerator()
        var breaker = RedisBreaker()
        var now: Int64 = 0
        for _ in 0..<100_000 {
            now += Int64.random(in: 0...300, using: &generator)
            let before = breaker.state
            switch Int.random(in: 0..<3, using: &generator) {
            case 0:
                let allowed = breaker.allows(at: at(now))
                switch before {
                case .closed: #expect(allowed)
                case .probing: #expect(!allowed)
                case .open(let until): #expect(allowed == (at(now) >= until))
                }
            case 1: breaker.succeeded()
            default: breaker.failed(at: at(now))
            }
            if case .open(let until) = breaker.state { #expect(until <= at(now + 10_000)) }
        }
    }
}

struct RedisBackoffTests {
    @Test func `delays double with jitter and stay within the limit`() {
        var generator = SystemRandomNumberGenerator()
        var backoff = RedisBackoff()
        var ceiling = RedisBackoff.shortest
        for _ in 0..<20 {
            let delay = backoff.next(using: &generator)
            #expect(delay >= ceiling / 2)
            #expect(delay <= ceiling)
            ceiling = min(ceiling * 2, RedisBackoff.longest)
        }
        backoff.reset()
        let again = backoff.next(using: &generator)
        #expect(again <= RedisBackoff.shortest)
    }

    @Test func `two nodes do not come back together`() {
        var generator = SystemRandomNumberGenerator()
        let delays = (0..<100).map { _ in
            var backoff = RedisBackoff()
            return backoff.next(using: &generator)
        }
        #expect(Set(delays).count > 90)
    }
}

struct InFlightQueueTests {
    private func entry(_ time: Int64) -> InFlightQueue.Entry {
        InFlightQueue.Entry(waiter: .function { _ in }, timer: .none, sentAt: MonotonicTime(nanoseconds: time))
    }

    @Test func `replies meet their commands in order, across growth`() {
        var queue = InFlightQueue()
        var popped: [Int64] = []
        for round in 0..<1_000 as Range<Int64> {
            for step in 0..<3 as Range<Int64> { queue.append(entry(round * 3 + step)) }
            for _ in 0..<2 { if let first = queue.popFirst() { popped.append(first.sentAt.nanoseconds) } }
        }
        while let first = queue.popFirst() { popped.append(first.sentAt.nanoseconds) }
        #expect(popped == Array(0..<3_000))
    }

    @Test func `one whose time is up keeps its place, once`() {
        var queue = InFlightQueue()
        for time in 0..<5 as Range<Int64> { queue.append(entry(time)) }
        _ = queue.popFirst()
        #expect(queue.abandon(2) != nil)
        #expect(queue.abandon(2) == nil)
        #expect(queue.abandon(0) == nil)
        #expect(queue.abandon(5) == nil)
        #expect(queue.count == 4)
        _ = queue.popFirst()
        #expect(queue.popFirst()?.waiter == nil)
        #expect(queue.nextNumber == 5)
    }
}
