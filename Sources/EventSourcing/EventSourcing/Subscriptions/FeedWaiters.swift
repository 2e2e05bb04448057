import Lifecycle

/// Consumers that wait at the end of the log, found by what they wait for rather than asked one by one.
package struct FeedWaiters {
    package typealias ID = UInt64

    /// Why a consumer is woken.
    package enum Wake: Equatable, Sendable {
        /// Something it wants comes after this position, and nothing it wants up to it.
        case events(after: GlobalPosition)
        /// Nothing came in time; everything up to here has been looked through.
        case heartbeat(GlobalPosition)
        /// The log began a new epoch.
        case epochChanged
        case cancelled
    }

    /// Where to look for the waiters of an event, the most telling condition of a filter first.
    private enum Key: Hashable {
        case stream(StreamName)
        case tenant(TenantID)
        case all

        init(_ filter: EventFilter) {
            if let stream = filter.stream {
                self = .stream(stream)
            } else if let tenant = filter.tenant {
                self = .tenant(tenant)
            } else {
                self = .all
            }
        }
    }

    private struct Waiter {
        let filter: EventFilter
        let deadline: MonotonicTime
    }

    private var waiters: [ID: Waiter] = [:]
    private var groups: [Key: [EventFilter: Set<ID>]] = [:]
    private var earliest: MonotonicTime?

    package init() {}

    package var count: Int { waiters.count }
    /// When somebody has to be told that nothing came; may be too early, never too late.
    package var nextDeadline: MonotonicTime? { earliest }

    package mutating func add(_ id: ID, _ filter: EventFilter, until deadline: MonotonicTime) {
        waiters[id] = Waiter(filter: filter, deadline: deadline)
        groups[Key(filter), default: [:]][filter, default: []].insert(id)
        earliest = min(earliest ?? deadline, deadline)
    }

    /// Removes a waiter; false if it was woken before.
    package mutating func remove(_ id: ID) -> Bool {
        guard let waiter = waiters.removeValue(forKey: id) else { return false }
        let key = Key(waiter.filter)
        groups[key]?[waiter.filter]?.remove(id)
        if groups[key]?[waiter.filter]?.isEmpty ?? false { groups[key]?[waiter.filter] = nil }
        if groups[key]?.isEmpty ?? false { groups[key] = nil }
        return true
    }

    /// Removes and returns everybody who wants one of these events.
    package mutating func wanting(_ events: ArraySlice<RecordedEvent>) -> [ID] {
        guard !waiters.isEmpty else { return [] }
        var found: [ID] = []
        for event in events {
            for key in [Key.stream(event.stream), .tenant(event.tenant), .all] {
                guard let filters = groups[key] else { continue }
                for (filter, ids) in filters where filter.admits(event) {
                    for id in ids.sorted() where remove(id) { found.append(id) }
                }
            }
        }
        return found
    }

    /// Removes and returns everybody whose deadline has passed.
    package mutating func overdue(at now: MonotonicTime) -> [ID] {
        guard let first = earliest, first <= now else { return [] }
        let due = waiters.filter { $0.value.deadline <= now }.keys.sorted()
        for id in due { _ = remove(id) }
        earliest = waiters.values.map(\.deadline).min()
        return due
    }

    package mutating func removeAll() -> [ID] {
        let all = waiters.keys.sorted()
        (waiters, groups, earliest) = ([:], [:], nil)
        return all
    }
}
