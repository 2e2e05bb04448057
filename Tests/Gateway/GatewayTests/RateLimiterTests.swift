import Testing

@testable import Gateway

struct RateLimiterTests {
    private let key = CacheKey(Array("viewer".utf8))
    private let second: Int64 = 1_000_000_000

    @Test func `a burst is allowed once and earned back at the rate`() {
        let limiter = RateLimiter(policy: .init(unitsPerSecond: 10, burstUnits: 20))
        #expect(limiter.spend(20, of: key, now: 0) == .allowed(remainingUnits: 0))
        #expect(limiter.spend(1, of: key, now: 0) == .refused(retryAfterMilliseconds: 100))
        #expect(limiter.spend(1, of: key, now: second / 10) == .allowed(remainingUnits: 0))
        #expect(limiter.spend(20, of: key, now: 100 * second) == .allowed(remainingUnits: 0))
    }

    @Test func `a refusal costs nothing`() {
        let limiter = RateLimiter(policy: .init(unitsPerSecond: 1, burstUnits: 5))
        _ = limiter.spend(5, of: key, now: 0)
        for _ in 0..<100 { _ = limiter.spend(5, of: key, now: 0) }
        #expect(limiter.spend(5, of: key, now: 5 * second) == .allowed(remainingUnits: 0))
    }

    @Test func `one key does not spend another's allowance`() {
        let limiter = RateLimiter(policy: .init(unitsPerSecond: 1, burstUnits: 1))
        _ = limiter.spend(1, of: key, now: 0)
        #expect(limiter.spend(1, of: CacheKey(Array("other".utf8)), now: 0) == .allowed(remainingUnits: 0))
    }

    @Test func `absurd costs are refused and do not trap`() {
        let limiter = RateLimiter(policy: .init(unitsPerSecond: 1, burstUnits: 5))
        guard case .refused = limiter.spend(.max, of: key, now: 0) else {
            Issue.record("an endless cost was allowed")
            return
        }
        #expect(limiter.spend(-5, of: key, now: 0) == .allowed(remainingUnits: 5))
    }
}
