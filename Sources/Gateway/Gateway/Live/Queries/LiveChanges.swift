import ContextKit
import EventSourcing
import Prelude

/// Tells the live queries of this node when something that they have read changes.
///
/// Invariant: a change is on the tag clock before it is told here. So a query that begins to watch either finds the
/// change on the clock or is told of it, and none falls between.
package final class LiveChanges: Sendable {
    typealias WatchID = UInt64
    /// Called from any thread, once; nil stands for changes that nobody has told this node of.
    typealias Changed = @Sendable (WatchID, GlobalPosition?) -> Void

    private struct Watch: Sendable {
        let tags: Set<ChangeTag>
        let position: GlobalPosition
        let changed: Changed
    }

    private struct State {
        var lastID: WatchID = 0
        var watches: [WatchID: Watch] = [:]
        var byTag: [ChangeTag: Set<WatchID>] = [:]
        /// Changes before it may not have been told: what was read before it cannot be watched.
        var floor = GlobalPosition.start
    }

    /// Limit: tags of one query; one that reads more looks again from time to time instead.
    static let tagsMax = 10_000

    private let clock: TagClock
    private let state = Lock(State())

    package init(_ clock: TagClock) { self.clock = clock }

    package var watchCount: Int { state.withLock { $0.watches.count } }

    /// What the tags stand for has changed at the position, and the tag clock knows it.
    package func note(_ tags: [ChangeTag], at position: GlobalPosition) {
        let due = state.withLock { state in
            var due: [(WatchID, Changed)] = []
            for tag in tags {
                for id in state.byTag[tag] ?? [] {
                    // Why compared: what a query has read may include what its own node is only now told of.
                    guard let watch = state.watches[id], watch.position < position else { continue }
                    due.append((id, watch.changed))
                    LiveChanges.remove(id, &state)
                }
            }
            return due
        }
        for (id, changed) in due { changed(id, position) }
    }

    /// Some changes before the position were not told to this node: every query looks again.
    package func noteGap(before position: GlobalPosition = .start) {
        let all = state.withLock { state in
            defer { (state.watches, state.byTag) = ([:], [:]) }
            state.floor = max(state.floor, position)
            return state.watches
        }
        for (id, watch) in all { watch.changed(id, nil) }
    }

    /// The log has begun anew: positions from before say nothing any more, and every query looks again.
    package func beginAnew() {
        state.withLock { $0.floor = .start }
        noteGap()
    }

    /// Watches what was read at the position; nil if some of it has changed since.
    func watch(_ tags: Set<ChangeTag>, since position: GlobalPosition, _ changed: @escaping Changed) -> WatchID? {
        let id = state.withLock { state -> WatchID? in
            guard position >= state.floor else { return nil }
            state.lastID += 1
            state.watches[state.lastID] = Watch(tags: tags, position: position, changed: changed)
            for tag in tags { state.byTag[tag, default: []].insert(state.lastID) }
            return state.lastID
        }
        guard let id else { return nil }
        if isUnchanged(tags, since: position) { return id }
        unwatch(id)
        return nil
    }

    func unwatch(_ id: WatchID) { state.withLock { LiveChanges.remove(id, &$0) } }

    func isUnchanged(_ tags: Set<ChangeTag>, since position: GlobalPosition) -> Bool {
        clock.isFresh(readAt: position, tags: tags)
    }

    private static func remove(_ id: WatchID, _ state: inout State) {
        guard let watch = state.watches.removeValue(forKey: id) else { return }
        for tag in watch.tags {
            state.byTag[tag]?.remove(id)
            if state.byTag[tag]?.isEmpty == true { state.byTag[tag] = nil }
        }
    }
}
