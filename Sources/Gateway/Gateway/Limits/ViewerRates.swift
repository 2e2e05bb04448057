import ContextKit
import EventSourcing
import Lifecycle
import Networking

/// Lets every viewer spend units of cost at a steady rate: who is known by name, all others by where they come from.
package struct ViewerRates: Sendable {
    private let limiter: RateLimiter
    private let burstUnits: Int
    private let clock: any Clock

    package init(unitsPerSecond: Int, burstUnits: Int, clock: any Clock) {
        self.burstUnits = max(1, burstUnits)
        self.clock = clock
        limiter = RateLimiter(
            policy: .init(unitsPerSecond: Double(max(1, unitsPerSecond)), burstUnits: Double(self.burstUnits)))
    }

    /// Spends what an operation costs; nil if the viewer may run it, else the milliseconds until then.
    ///
    /// Even what costs nothing takes one unit, and what costs more than a burst takes all of one, because a refusal
    /// that no waiting helps would be a lie.
    func wait(toSpend units: Int, _ viewer: Viewer, from peer: IPAddress?) -> Int? {
        let spent = min(max(1, units), burstUnits)
        switch limiter.spend(spent, of: viewer.subscriber(from: peer), now: clock.now.nanoseconds) {
        case .allowed: return nil
        case .refused(let milliseconds): return milliseconds
        }
    }
}

extension Viewer {
    /// What tells one viewer from another where their use of the node is counted.
    func subscriber(from peer: IPAddress?) -> CacheKey {
        guard let actor else { return CacheKey([0] + Array((peer?.subscriber.description ?? "").utf8)) }
        return CacheKey([1] + Array(tenant.text.utf8) + [0] + Array(actor.text.utf8))
    }
}
