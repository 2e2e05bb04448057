import ContextKit
import EventSourcing
import Prelude

/// For each tag, the last position of the log at which what the tag stands for changed.
///
/// A cached value that was read at position A and depends on some tags is fresh exactly when none of them changed
/// after A. So nothing is ever deleted for correctness, and a value that was read before a change but arrives after
/// it is refused by the same comparison.
///
/// Memory is bounded by forgetting: tags live in two generations; when the younger is full the older is dropped and
/// the highest position in it becomes the floor. A value older than the floor can no longer be proven and counts as
/// stale. Tags are compared by 64 bits; a collision makes a fresh value look stale, never the other way round.
package final class TagClock: Sendable {
    private let shards: [Lock<Shard>]
    private let epoch = Lock<LogEpoch?>(nil)

    /// Limit: how many tags are remembered in all before the oldest are forgotten.
    package init(tagsMax: Int = 1 << 20, shardCount: Int = 16) {
        let perGeneration = max(1, tagsMax / (2 * shardCount))
        shards = (0..<shardCount).map { _ in Lock(Shard(perGeneration: perGeneration)) }
    }

    /// What an epoch of the log is to the clock.
    package enum Entry { case first, same, begun, over }

    /// Changes of the epoch are to be noted. Those of an earlier one are forgotten, because positions of two epochs say
    /// nothing about each other; whoever has read in one that is over knows it by the epoch.
    package func enter(_ new: LogEpoch) -> Entry {
        epoch.withLock { epoch in
            guard let old = epoch else {
                epoch = new
                return .first
            }
            guard old < new else { return old == new ? .same : .over }
            for shard in shards { shard.withLock { $0 = Shard(perGeneration: $0.perGeneration) } }
            epoch = new
            return .begun
        }
    }

    /// Notes that what the tags stand for changed at the position.
    package func note(_ tags: some Sequence<ChangeTag>, changedAt position: GlobalPosition) {
        for tag in tags {
            shard(of: tag).withLock { $0.note(tag, position) }
        }
    }

    /// Whether a value that was read at the position and depends on the tags can be proven fresh.
    package func isFresh(readAt position: GlobalPosition, tags: some Sequence<ChangeTag>) -> Bool {
        for tag in tags where !shard(of: tag).withLock({ $0.isUnchanged(tag, since: position) }) {
            return false
        }
        return true
    }

    private func shard(of tag: ChangeTag) -> Lock<Shard> {
        shards[Int(tag.hash >> 40) % shards.count]
    }

    private struct Shard {
        let perGeneration: Int
        var young: [UInt64: GlobalPosition] = [:]
        var old: [UInt64: GlobalPosition] = [:]
        var youngMax: GlobalPosition = .start
        var oldMax: GlobalPosition = .start
        var floor: GlobalPosition = .start

        init(perGeneration: Int) {
            self.perGeneration = perGeneration
        }

        mutating func note(_ tag: ChangeTag, _ position: GlobalPosition) {
            young[tag.hash] = max(position, young[tag.hash] ?? .start)
            youngMax = max(youngMax, position)
            if young.count >= perGeneration {
                floor = max(floor, oldMax)
                (old, oldMax) = (young, youngMax)
                (young, youngMax) = ([:], .start)
            }
        }

        func isUnchanged(_ tag: ChangeTag, since position: GlobalPosition) -> Bool {
            guard position >= floor else { return false }
            return max(young[tag.hash] ?? .start, old[tag.hash] ?? .start) <= position
        }
    }
}
