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
    /// Also of waiters that are gone: they are passed over, and thrown out before they are many.
    private var byTarget: [ProjectionName: Heap<(target: Cursor, id: WaiterID)>] = [:]
    private var byDeadline = Heap<(deadline: MonotonicTime, id: WaiterID)> { $0.deadline < $1.deadline }
    /// Waiters that have gone since they were last thrown out of the heaps.
    private var goneCount = 0

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
            byTarget[name, default: Heap { $1.target.isAhead(of: $0.target) }].insert((target, id))
        }
        byDeadline.insert((deadline, id))
    }

    package mutating func remove(_ id: WaiterID) -> Bool {
        guard waiters.removeValue(forKey: id) != nil else { return false }
        goneCount += 1
        compact()
        return true
    }

    /// Notes how far a read model is; returns the waiters that now have all they waited for, and those that wait for a
    /// position of an epoch that is over.
    package mutating func note(
        _ name: ProjectionName, at cursor: Cursor
    ) -> (reached: [WaiterID], outdated: [WaiterID]) {
        if let known = cursors[name], !cursor.isAhead(of: known) { return ([], []) }
        cursors[name] = cursor
        var (reached, outdated): ([WaiterID], [WaiterID]) = ([], [])
        while let next = byTarget[name]?.first, !next.target.isAhead(of: cursor) {
            _ = byTarget[name]?.popFirst()
            guard waiters[next.id] != nil else { continue }
            waiters[next.id]?.missing.remove(name)
            if next.target.epoch < cursor.epoch {
                waiters[next.id] = nil
                outdated.append(next.id)
            } else if waiters[next.id]?.missing.isEmpty ?? false {
                waiters[next.id] = nil
                reached.append(next.id)
            }
        }
        goneCount += reached.count + outdated.count
        compact()
        return (reached, outdated)
    }

    /// Removes and returns the waiters whose time is up, each with what it still waits for.
    package mutating func overdue(at now: MonotonicTime) -> [(id: WaiterID, lagging: [ProjectionName])] {
        var found: [(WaiterID, [ProjectionName])] = []
        while let next = byDeadline.first, next.deadline <= now || waiters[next.id] == nil {
            _ = byDeadline.popFirst()
            if let waiter = waiters.removeValue(forKey: next.id) { found.append((next.id, waiter.missing.sorted())) }
        }
        goneCount += found.count
        compact()
        return found
    }

    /// Removes and returns everybody, each with what it still waits for.
    package mutating func removeAll() -> [(id: WaiterID, lagging: [ProjectionName])] {
        let all = waiters.map { (id: $0.key, lagging: $0.value.missing.sorted()) }.sorted { $0.id < $1.id }
        (waiters, byTarget, goneCount) = ([:], [:], 0)
        byDeadline.filter { _ in false }
        return all
    }

    /// Places in the heaps, those of waiters that are gone included.
    package var placeCount: Int { byDeadline.count + byTarget.values.reduce(0) { $0 + $1.count } }

    /// Why: a read model that stands still would keep the place of everybody who ever waited for it.
    private mutating func compact() {
        guard goneCount > 64, goneCount > waiters.count else { return }
        goneCount = 0
        let waiters = waiters
        byDeadline.filter { waiters[$0.id] != nil }
        for name in byTarget.keys {
            byTarget[name]?.filter { waiters[$0.id]?.missing.contains(name) ?? false }
            if byTarget[name]?.count == 0 { byTarget[name] = nil }
        }
    }
}
