import ContextKit
import EventSourcing
import JSON
import Networking
import Prelude
import Telemetry

/// Counts what is open for each viewer and each tenant of this node, and admits no more than the limits allow.
package final class LiveSeats: Sendable {
    private struct State {
        var viewers: [CacheKey: Int] = [:]
        var tenants: [TenantID: Int] = [:]
        var count = 0
    }

    private let limits: LiveLimits
    /// Shows how many are taken; nil shows nobody.
    private let gauge: Gauge?
    private let state = Lock(State())

    package init(_ limits: LiveLimits, gauge: Gauge? = nil) {
        (self.limits, self.gauge) = (limits, gauge)
    }

    package var count: Int { state.withLock { $0.count } }

    /// Takes a seat; whoever gets it gives it back.
    func take(for viewer: Viewer, from peer: IPAddress?) throws(LiveRefusal) -> LiveSeat {
        let key = viewer.subscriber(from: peer)
        let full: String? = state.withLock { state in
            guard state.viewers[key, default: 0] < limits.perViewerMax else { return "VIEWER" }
            guard state.tenants[viewer.tenant, default: 0] < limits.perTenantMax else { return "TENANT" }
            state.viewers[key, default: 0] += 1
            state.tenants[viewer.tenant, default: 0] += 1
            state.count += 1
            return nil
        }
        if let full {
            throw LiveRefusal(
                ErrorBody.list(
                    .subscriptionLimit, "Too many subscriptions are open.", details: [.init("scope", .string(full))]))
        }
        gauge?.add(1)
        return LiveSeat(self, key, viewer.tenant)
    }

    fileprivate func giveBack(_ key: CacheKey, _ tenant: TenantID) {
        state.withLock { state in
            LiveSeats.lower(&state.viewers, key)
            LiveSeats.lower(&state.tenants, tenant)
            state.count -= 1
        }
        gauge?.add(-1)
    }

    /// Why removed at none: the keys are as many as there ever were viewers.
    private static func lower<Key>(_ counts: inout [Key: Int], _ key: Key) {
        guard let count = counts[key] else { return }
        counts[key] = count > 1 ? count - 1 : nil
    }
}

/// One open subscription's place among those that its viewer and its tenant may have.
struct LiveSeat: ~Copyable {
    private let seats: LiveSeats
    private let key: CacheKey
    private let tenant: TenantID

    fileprivate init(_ seats: LiveSeats, _ key: CacheKey, _ tenant: TenantID) {
        (self.seats, self.key, self.tenant) = (seats, key, tenant)
    }

    /// Given back when its owner lets go of it, so that no way to end can forget it.
    deinit { seats.giveBack(key, tenant) }
}
