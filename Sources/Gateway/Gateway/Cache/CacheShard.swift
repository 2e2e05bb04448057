import Prelude

/// One shard of a `ValueCache`: the S3-FIFO queues over one dictionary. Not thread-safe by itself.
struct CacheShard<Value> {
    /// Limit: what one entry costs beside its value and key.
    private static var overheadPerEntry: Int { 96 }
    /// Limit: how often being asked for is counted.
    private static var usesMax: UInt8 { 3 }

    private struct Entry {
        let value: Value
        let bytes: Int
        var uses: UInt8 = 0
        var isInMain = false
        /// Tells a queue's entry from one that was replaced or removed since it was queued.
        let ticket: UInt64
    }

    private struct Place {
        let key: CacheKey
        let ticket: UInt64
    }

    private let bytesMax: Int
    private var entries: [CacheKey: Entry] = [:]
    private var small = FIFO<Place>()
    private var main = FIFO<Place>()
    private var ghosts = FIFO<Int>()
    private var ghostHashes: Set<Int> = []
    private var smallBytes = 0
    private var tickets: UInt64 = 0
    private(set) var byteCount = 0

    var count: Int { entries.count }

    init(bytesMax: Int) {
        self.bytesMax = bytesMax
    }

    mutating func value(for key: CacheKey) -> Value? {
        guard let index = entries.index(forKey: key) else { return nil }
        if entries.values[index].uses < Self.usesMax { entries.values[index].uses += 1 }
        return entries.values[index].value
    }

    mutating func insert(_ value: Value, for key: CacheKey, bytes: Int) {
        let cost = max(0, bytes) + key.bytes.count + Self.overheadPerEntry
        remove(key)
        guard cost <= bytesMax / 10 else { return }
        tickets += 1
        let wasGhost = ghostHashes.contains(key.hash)
        entries[key] = Entry(value: value, bytes: cost, isInMain: wasGhost, ticket: tickets)
        byteCount += cost
        if wasGhost {
            main.append(Place(key: key, ticket: tickets))
        } else {
            small.append(Place(key: key, ticket: tickets))
            smallBytes += cost
        }
        while byteCount > bytesMax { evictOne() }
    }

    mutating func remove(_ key: CacheKey) {
        guard let entry = entries.removeValue(forKey: key) else { return }
        byteCount -= entry.bytes
        if !entry.isInMain { smallBytes -= entry.bytes }
    }

    private mutating func evictOne() {
        if smallBytes > bytesMax / 10 || main.isEmpty {
            evictFromSmall()
        } else {
            evictFromMain()
        }
    }

    private mutating func evictFromSmall() {
        while let place = small.popFirst() {
            guard var entry = entries[place.key], entry.ticket == place.ticket else { continue }
            smallBytes -= entry.bytes
            if entry.uses > 0 {
                entry.uses = 0
                entry.isInMain = true
                entries[place.key] = entry
                main.append(place)
                continue
            }
            entry.isInMain = true
            entries[place.key] = entry
            remove(place.key)
            addGhost(place.key.hash)
            return
        }
        evictFromMain()
    }

    private mutating func evictFromMain() {
        while let place = main.popFirst() {
            guard var entry = entries[place.key], entry.ticket == place.ticket else { continue }
            if entry.uses > 0 {
                entry.uses -= 1
                entries[place.key] = entry
                main.append(place)
                continue
            }
            remove(place.key)
            return
        }
    }

    private mutating func addGhost(_ hash: Int) {
        if ghostHashes.insert(hash).inserted { ghosts.append(hash) }
        while ghosts.count > max(16, entries.count) {
            if let oldest = ghosts.popFirst() { ghostHashes.remove(oldest) }
        }
    }
}
