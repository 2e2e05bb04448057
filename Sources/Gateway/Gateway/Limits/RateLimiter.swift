import Prelude

/// A rate limit in units of cost for each key, by the generic cell rate algorithm: one number a key, no windows.
///
/// The number is the moment at which the key's debt is paid off. A request that would push it further ahead than the
/// burst allows is refused with the time to wait.
package final class RateLimiter: Sendable {
    package struct Policy: Sendable {
        /// Units of cost that a key earns in a second.
        package let unitsPerSecond: Double
        /// Units that may be spent at once after a rest.
        package let burstUnits: Double

        package init(unitsPerSecond: Double, burstUnits: Double) {
            (self.unitsPerSecond, self.burstUnits) = (unitsPerSecond, burstUnits)
        }
    }

    package enum Verdict: Equatable, Sendable {
        case allowed(remainingUnits: Int)
        case refused(retryAfterMilliseconds: Int)
    }

    private let policy: Policy
    private let keysMax: Int
    private let shards: [Lock<[CacheKey: Int64]>]

    /// Limit: how many keys are remembered; those that owe nothing are forgotten first.
    package init(policy: Policy, keysMax: Int = 100_000, shardCount: Int = 8) {
        self.policy = policy
        self.keysMax = max(1, keysMax / shardCount)
        shards = (0..<shardCount).map { _ in Lock([:]) }
    }

    /// Spends units of the key's allowance, or says how long until they are there. Time is in nanoseconds.
    package func spend(_ units: Int, of key: CacheKey, now: Int64) -> Verdict {
        let nanosecondsPerUnit = 1_000_000_000 / policy.unitsPerSecond
        let cost = Int64(clamping: Int((Double(max(0, units)) * nanosecondsPerUnit).clamped(to: 0...9e17)))
        let burst = Int64(clamping: Int((policy.burstUnits * nanosecondsPerUnit).clamped(to: 0...9e17)))
        let shard = shards[Int(UInt(bitPattern: key.hash) >> 48) % shards.count]
        return shard.withLock { paidOff in
            let owedUntil = max(now, paidOff[key] ?? now)
            let next = owedUntil + cost
            guard next - now <= burst else {
                let wait = (next - now - burst + 999_999) / 1_000_000
                return .refused(retryAfterMilliseconds: Int(wait))
            }
            if paidOff.count >= keysMax, paidOff[key] == nil { forgetPaid(&paidOff, now) }
            paidOff[key] = next
            return .allowed(remainingUnits: Int(Double(burst - (next - now)) / nanosecondsPerUnit))
        }
    }

    private func forgetPaid(_ paidOff: inout [CacheKey: Int64], _ now: Int64) {
        paidOff = paidOff.filter { $0.value > now }
        // Why: when everybody owes, forgetting all is fairer than refusing newcomers for ever.
        if paidOff.count >= keysMax { paidOff.removeAll(keepingCapacity: true) }
    }
}

extension Double {
    fileprivate func clamped(to range: ClosedRange<Double>) -> Double {
        isNaN ? range.lowerBound : Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
    }
}
