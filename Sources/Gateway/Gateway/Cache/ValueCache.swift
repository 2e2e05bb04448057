import Prelude

/// A bounded map from key bytes to values that keeps what is asked for again (S3-FIFO).
///
/// New values enter a small queue; one that is asked for while there moves to the main queue, one that is not leaves
/// only its key's hash behind in a ghost list. So a scan of many keys passes through the small queue and evicts
/// nothing that is in use.
///
/// Invariant: the bytes of all entries never exceed `bytesMax`.
package final class ValueCache<Value: Sendable>: Sendable {
    private let shards: [Lock<CacheShard<Value>>]

    package init(bytesMax: Int, shardCount: Int = 16) {
        shards = (0..<shardCount).map { _ in Lock(CacheShard(bytesMax: bytesMax / shardCount)) }
    }

    package func value(for key: CacheKey) -> Value? {
        shard(of: key).withLock { $0.value(for: key) }
    }

    /// Keeps the value unless it alone would take more than a tenth of its shard.
    package func insert(_ value: Value, for key: CacheKey, bytes: Int) {
        shard(of: key).withLock { $0.insert(value, for: key, bytes: bytes) }
    }

    package func remove(_ key: CacheKey) {
        shard(of: key).withLock { $0.remove(key) }
    }

    package var byteCount: Int { shards.reduce(0) { $0 + $1.withLock { $0.byteCount } } }
    package var count: Int { shards.reduce(0) { $0 + $1.withLock { $0.count } } }

    private func shard(of key: CacheKey) -> Lock<CacheShard<Value>> {
        shards[Int(UInt(bitPattern: key.hash) >> 48) % shards.count]
    }
}

/// The bytes that name a cached value, with their hash computed once.
package struct CacheKey: Hashable, Sendable {
    package let bytes: [UInt8]
    package let hash: Int

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var hasher = Hasher()
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
        hash = hasher.finalize()
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(hash)
    }

    package static func == (left: CacheKey, right: CacheKey) -> Bool {
        left.hash == right.hash && left.bytes == right.bytes
    }
}
