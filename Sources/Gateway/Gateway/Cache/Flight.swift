import ContextKit
import EventSourcing
import GraphQLPlanning
import Lifecycle
import Prelude

/// One read under way that everybody who asks the same on this node waits for.
///
/// Invariant: it ends exactly once, also when whoever reads forgets it.
final class Flight: CacheFlight {
    private struct State {
        var isOver = false
        /// What proves to other nodes that this one was to read.
        var lease: [UInt8]?
        var begun: MonotonicTime
    }

    let asked: CacheQuestion
    let key: CacheKey
    private let told: ChangeCoverage.Told
    private let cache: QueryCache
    private let number: UInt64
    private let state: Lock<State>

    init(
        _ cache: QueryCache, _ asked: CacheQuestion, _ key: CacheKey, _ told: ChangeCoverage.Told, _ number: UInt64
    ) {
        (self.cache, self.asked, self.key, self.told, self.number) = (cache, asked, key, told, number)
        state = Lock(State(begun: cache.now))
    }

    deinit { end(.nothing) }

    /// The read begins now; other nodes know by the lease that it does.
    func begin(lease: [UInt8]?) {
        state.withLock { ($0.lease, $0.begun) = (lease, cache.now) }
    }

    func landed(_ read: CachedRead) {
        let (lease, begun) = state.withLock { ($0.lease, $0.begun) }
        let kept = cache.kept(read, from: told, asked.policy, cost: cache.now - begun)
        // Why not otherwise: the answer may have been overtaken by a change while it was on its way.
        if cache.take(kept, for: asked, key) { cache.leave(kept, for: asked, lease: lease) }
        end(.read(kept))
    }

    func failed(_ result: LoadResult) { end(.failed(result)) }

    /// Another node has read it.
    func found(_ kept: KeptRead) { end(.read(kept)) }

    private func end(_ outcome: FlightTable.Outcome) {
        let isFirst = state.withLock { state in
            defer { state.isOver = true }
            return !state.isOver
        }
        if isFirst { cache.end(number, key, outcome) }
    }
}
