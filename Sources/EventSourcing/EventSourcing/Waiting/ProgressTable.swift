import Lifecycle

/// Who waits for which read models to reach which position; pure, the waiting itself is done elsewhere.
///
/// Invariant: a position that has been noted is never taken back within an epoch.
package struct ProgressTable {
    package typealias WaiterID = UInt64

    private struct Waiter {
        var missing: Set<ProjectionName>
        let target: Cursor
        let deadline: MonotonicTime
    }

    private var cursors: [ProjectionName: Cursor] = [:]
    private var waiters: [WaiterID: Waiter] = [:]
    private var byPosition: [ProjectionName: Heap<(position: GlobalPosition, id: WaiterID)>] = [:]
    private var byDeadline = Heap<(deadline: MonotonicTime, id: WaiterID)> { $0.deadline < $1.deadline }

    package init() {}

    package var waiterCount: Int { waiters.count }
    package var nextDeadline: MonotonicTime? { byDeadline.first?.deadline }

    /// The read models that somebody waits for.
    package var awaited: Set<ProjectionName> { waiters.values.reduce(into: []) { $0.formUnion($1.missing) } }

    package func cursor(of name: ProjectionName) -> Cursor? { cursors[name] }

    /// The read models among these that have not reached the cursor.
    package func lagging(_ names: [ProjectionName], behind target: Cursor) -> [ProjectionName] {
        names.filter { name in
            guard let cursor = cursors[name] else { return true }
            return cursor.epoch != target.epoch || cursor.position < target.position
        }
    }

    /// Whether some of these read models have gone on to an epoch in which the cursor means nothing.
    package func isOutdated(_ target: Cursor, for names: [ProjectionName]) -> Bool {
        names.contains { (cursors[$0]?.epoch ?? target.epoch) > target.epoch }
    }

    package mutating func add(
        _ id: WaiterID, for names: [ProjectionName], target: Cursor, deadline: MonotonicTime
    ) {
        waiters[id] = Waiter(missing: Set(names), target: target, deadline: deadline)
        for name in Set(names) {
            byPosition[name, default: Heap { $0.position < $1.position }].insert((target.position, id))
        }
        byDeadline.insert((deadline, id))
    }

    package mutating func remove(_ id: WaiterID) -> Bool { waiters.removeValue(forKey: id) != nil }

    /// Notes how far a read model is; returns the waiters that now have all they waited for.
    package mutating func note(_ name: ProjectionName, at cursor: Cursor) -> [WaiterID] {
        if let known = cursors[name], known.epoch == cursor.epoch, known.position >= cursor.position { return [] }
        if let known = cursors[name], known.epoch > cursor.epoch { return [] }
        cursors[name] = cursor
        var done: [WaiterID] = []
        while let next = byPosition[name]?.first {
            guard let waiter = waiters[next.id] else {
                _ = byPosition[name]?.popFirst()
                continue
            }
            guard next.position <= cursor.position || waiter.target.epoch < cursor.epoch else { break }
            _ = byPosition[name]?.popFirst()
            waiters[next.id]?.missing.remove(name)
            if waiters[next.id]?.missing.isEmpty ?? false {
                waiters[next.id] = nil
                done.append(next.id)
            }
        }
        return done
    }

    /// Removes and returns the waiters whose time is up, each with what it still waits for.
    package mutating func overdue(at now: MonotonicTime) -> [(id: WaiterID, lagging: [ProjectionName])] {
        var found: [(WaiterID, [ProjectionName])] = []
        while let next = byDeadline.first, next.deadline <= now || waiters[next.id] == nil {
            _ = byDeadline.popFirst()
            if let waiter = waiters.removeValue(forKey: next.id) { found.append((next.id, waiter.missing.sorted())) }
        }
        return found
    }
}
