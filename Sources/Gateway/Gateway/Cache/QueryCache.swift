import ContextKit
import EventSourcing
import GraphQLPlanning
import Lifecycle
import Prelude
import Rows

/// The answers of reads in this node's memory, each proven fresh by the tag clock before it is given back.
///
/// Correctness needs no deletes, no time to live and no message to arrive: a change notes its position on the clock
/// before anybody who waits for that position is woken, and an answer that was read before it no longer passes.
package final class QueryCache: ReadCache {
    private let entries: ValueCache<CachedRead>
    private let tags: TagClock
    private let clock: any Clock
    /// Whether this node is told of every change of a read model; of others nothing can be proven.
    private let knowsChanges: @Sendable (ProjectionName) -> Bool

    package init(
        bytesMax: Int, tags: TagClock, clock: any Clock, knowsChanges: @escaping @Sendable (ProjectionName) -> Bool
    ) {
        entries = ValueCache(bytesMax: bytesMax)
        (self.tags, self.clock, self.knowsChanges) = (tags, clock, knowsChanges)
    }

    package func find(
        _ key: [UInt8], of model: ProjectionName, _ done: @escaping @Sendable (CachedRead?) -> Void
    ) {
        let key = CacheKey(key)
        guard let read = entries.value(for: key), knowsChanges(model) else { return done(nil) }
        guard let expires = read.expires, expires > clock.now, isFresh(read) else {
            entries.remove(key)
            return done(nil)
        }
        done(read)
    }

    package func keep(_ read: CachedRead, for key: [UInt8], seconds: Int) {
        // Why here too: the answer may have been overtaken by a change while it was on its way.
        guard isFresh(read) else { return }
        var entry = read
        entry.expires = clock.now + .seconds(seconds)
        let bytes = read.result.rows.bytes.count + read.result.rows.cells.count * 16 + read.result.groups.count * 12
        entries.insert(entry, for: CacheKey(key), bytes: bytes + (read.result.pages?.bytes.count ?? 0) + 128)
    }

    package func isStillTrue(_ proof: ReadProof) -> Bool {
        proof.models.allSatisfy(knowsChanges) && tags.isFresh(readAt: proof.asOf, tags: proof.tags)
    }

    /// Notes what a projection changed; call it before anybody is told that the position is reached.
    package func note(_ changed: [ChangeTag], at position: GlobalPosition) {
        tags.note(changed, changedAt: position)
    }

    package var byteCount: Int { entries.byteCount }

    /// Forgets everything: what was read before the position can no longer be proven.
    package func forget(before position: GlobalPosition) { tags.forget(before: position) }

    /// Why no position is asked for: nothing that the answer depends on changed since it was read, so it is true at
    /// every later position that this node knows of, and whoever wants a later one has waited for it before.
    private func isFresh(_ read: CachedRead) -> Bool {
        tags.isFresh(readAt: read.asOf, tags: read.tags)
    }
}
