import GraphQLLanguage
import Prelude

/// Prepared operations by the hash of their document and their name; bounded, and split so that cores rarely meet.
///
/// An entry that is used moves to the young half of its shard; when the young half is full the old half is forgotten
/// and the halves change roles. That keeps what is used, costs two dictionaries and no list.
package final class PlanCache: Sendable {
    /// What a prepared operation is found by.
    package struct Key: Hashable, Sendable {
        /// A hash of the document that nobody can make collide, such as SHA-256.
        package let document: [UInt8]
        package let operation: String?

        package init(document: [UInt8], operation: String?) {
            (self.document, self.operation) = (document, operation)
        }

        /// Why by hand: an array hashes byte by byte, which costs more than finding the operation.
        package func hash(into hasher: inout Hasher) {
            document.withUnsafeBytes { hasher.combine(bytes: $0) }
            if let operation { hasher.combine(operation) }
        }
    }

    private struct Shard {
        var young: [Key: PreparedOperation] = [:]
        var old: [Key: PreparedOperation] = [:]
    }

    private let shards: [Lock<Shard>]
    /// Limit: entries of the young half of one shard; a shard holds at most twice as many.
    private let youngMax: Int

    package init(capacity: Int = 2_048, shards count: Int = 16) {
        let count = max(1, count)
        shards = (0..<count).map { _ in Lock(Shard()) }
        youngMax = max(1, capacity / count / 2)
    }

    package func find(_ key: Key) -> PreparedOperation? {
        shard(of: key).withLock { shard in
            if let found = shard.young[key] { return found }
            guard let found = shard.old.removeValue(forKey: key) else { return nil }
            Self.insert(found, key, into: &shard, youngMax)
            return found
        }
    }

    /// Keeps an operation; also how the cache is warmed before the first request.
    package func insert(_ operation: PreparedOperation, for key: Key) {
        shard(of: key).withLock { Self.insert(operation, key, into: &$0, youngMax) }
    }

    package var count: Int {
        shards.reduce(0) { sum, shard in sum + shard.withLock { $0.young.count + $0.old.count } }
    }

    private func shard(of key: Key) -> Lock<Shard> {
        shards[Int(UInt(bitPattern: key.hashValue) % UInt(shards.count))]
    }

    private static func insert(_ operation: PreparedOperation, _ key: Key, into shard: inout Shard, _ youngMax: Int) {
        if shard.young.count >= youngMax {
            shard.old = shard.young
            shard.young.removeAll(keepingCapacity: true)
        }
        shard.old[key] = nil
        shard.young[key] = operation
    }
}
