import Testing

@testable import Gateway

struct ValueCacheTests {
    private func key(_ number: Int) -> CacheKey { CacheKey(Array("key \(number)".utf8)) }

    @Test func `what was put in comes out, the last value of a key winning`() {
        let cache = ValueCache<Int>(bytesMax: 1 << 20)
        cache.insert(1, for: key(1), bytes: 8)
        cache.insert(2, for: key(1), bytes: 8)
        #expect(cache.value(for: key(1)) == 2)
        #expect(cache.value(for: key(2)) == nil)
        cache.remove(key(1))
        #expect(cache.value(for: key(1)) == nil)
        #expect(cache.byteCount == 0)
    }

    @Test func `the bytes stay below the bound whatever is inserted`() {
        let cache = ValueCache<Int>(bytesMax: 64 * 1_024, shardCount: 1)
        var generator = SystemRandomNumberGenerator()
        for number in 0..<20_000 {
            cache.insert(number, for: key(number % 700), bytes: Int.random(in: 0...2_000, using: &generator))
            if number % 3 == 0 { _ = cache.value(for: key(Int.random(in: 0..<700, using: &generator))) }
            if number % 7 == 0 { cache.remove(key(number % 13)) }
            guard cache.byteCount <= 64 * 1_024, cache.byteCount >= 0 else {
                Issue.record("\(cache.byteCount) bytes after \(number)")
                return
            }
        }
        #expect(cache.count > 0)
    }

    @Test func `a scan does not drive out what is in use`() {
        let cache = ValueCache<Int>(bytesMax: 100_000, shardCount: 1)
        for number in 0..<50 { cache.insert(number, for: key(number), bytes: 500) }
        for _ in 0..<3 { for number in 0..<50 { _ = cache.value(for: key(number)) } }
        for number in 1_000..<4_000 { cache.insert(number, for: key(number), bytes: 500) }
        let kept = (0..<50).count { cache.value(for: key($0)) != nil }
        #expect(kept == 50)
    }

    @Test func `a value larger than a tenth of the shard is not kept`() {
        let cache = ValueCache<Int>(bytesMax: 10_000, shardCount: 1)
        cache.insert(1, for: key(1), bytes: 9_000)
        #expect(cache.value(for: key(1)) == nil)
        #expect(cache.byteCount == 0)
    }
}
