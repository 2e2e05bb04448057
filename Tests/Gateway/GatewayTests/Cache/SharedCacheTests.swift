import ContextKit
import EventSourcing
import Lifecycle
import Prelude
import Redis
import Testing

@testable import Gateway

/// What nodes have of each other's reads, and what they lose when Redis is away, slow or empty: time, and nothing else.
@Suite(.enabled(if: OwnRedis.isThere, "needs BELVEDERE_TEST_REDIS"), .timeLimit(.minutes(2)))
struct SharedCacheTests {
    /// Nodes with one Redis between them, each told that the read model stands at 10.
    private func nodes(
        _ count: Int, _ redis: OwnRedis, timeout: Duration = .seconds(10), limits: SharedCache.Limits = .init(),
        _ body: ([CacheWorld], [RedisSide]) async throws -> Void
    ) async throws {
        var (worlds, sides): ([CacheWorld], [RedisSide]) = ([], [])
        for _ in 0..<count {
            let side = try await RedisSide(redis, timeout: timeout)
            sides.append(side)
            worlds.append(try await CacheWorld(shared: try side.cache([1, 2, 3], limits)))
        }
        for world in worlds { world.tell(10, 10) }
        try await body(worlds, sides)
    }

    /// Returns once what a node has left has come to Redis.
    private func settled(_ side: RedisSide) async throws { _ = try await side.client.call(RedisCommand("PING")) }

    @Test func `what one node has read another has at once, and proves it by what it knows itself`() async throws {
        try await nodes(3, OwnRedis()) { nodes, sides in
            #expect(try await nodes[0].ask(reading: "a", at: 10) == "read a")
            try await settled(sides[0])
            #expect(try await nodes[1].ask(reading: "b", at: 10) == "a")
            // The third has been told of a change that the first had not heard of when it read.
            nodes[2].tell(10, 11, changing: [CacheWorld.tag])
            #expect(try await nodes[2].ask(reading: "c", at: 11) == "read c")
            try await settled(sides[2])
            // The second has it in its own memory, until it hears of the change; then it has the third's.
            #expect(try await nodes[1].ask(reading: "d", at: 10) == "a")
            nodes[1].tell(10, 11, changing: [CacheWorld.tag])
            #expect(try await nodes[1].ask(reading: "d", at: 11) == "c")
        }
    }

    @Test func `an older answer does not take the place of a newer one`() async throws {
        try await nodes(3, OwnRedis()) { nodes, sides in
            let slow = try await nodes[0].find().flight
            for node in nodes { node.tell(10, 12) }
            #expect(try await nodes[1].ask(reading: "new", at: 12) == "read new")
            try await settled(sides[1])
            slow?.landed(CacheWorld.read("old", at: 10))
            try await settled(sides[0])
            #expect(try await nodes[2].ask(reading: "c", at: 12) == "new")
        }
    }

    @Test func `nodes of another store have nothing of it`() async throws {
        let redis = try OwnRedis()
        try await nodes(1, redis) { nodes, sides in
            #expect(try await nodes[0].ask(reading: "a", at: 10) == "read a")
            try await settled(sides[0])
            let stranger = try await CacheWorld(shared: try sides[0].cache([9]))
            stranger.tell(10, 10)
            #expect(try await stranger.ask(reading: "b", at: 10) == "read b")
        }
    }

    @Test func `of nodes that ask the same at once, one reads and the others have its answer`() async throws {
        var limits = SharedCache.Limits()
        limits.leaseWait = .seconds(20)
        limits.leaseTime = .seconds(60)
        try await nodes(3, OwnRedis(), limits: limits) { nodes, _ in
            let flight = try #require(try await nodes[0].find().flight)
            async let second = nodes[1].find()
            async let third = nodes[2].find()
            flight.landed(CacheWorld.read("a", at: 10))
            let texts = [try await second.text, try await third.text]
            #expect(texts == ["a", "a"])
        }
    }

    @Test func `a node that has begun to read and never ends holds up the others for a bounded time`() async throws {
        var limits = SharedCache.Limits()
        limits.leaseWait = .milliseconds(50)
        limits.leaseTime = .seconds(60)
        try await nodes(2, OwnRedis(), limits: limits) { nodes, _ in
            let hanging = try await nodes[0].find().flight
            #expect(try await nodes[1].ask(reading: "b", at: 10) == "read b")
            _ = hanging
        }
    }

    @Test func `a Redis that was emptied costs a read`() async throws {
        try await nodes(2, OwnRedis()) { nodes, sides in
            #expect(try await nodes[0].ask(reading: "a", at: 10) == "read a")
            try await settled(sides[0])
            _ = try await sides[0].client.call(RedisCommand("FLUSHALL"))
            #expect(try await nodes[1].ask(reading: "b", at: 10) == "read b")
            #expect(try await nodes[0].ask(reading: "c", at: 10) == "a")
        }
    }

    @Test func `what lies under the name of an answer and is none is passed over`() async throws {
        try await nodes(1, OwnRedis()) { nodes, sides in
            let question = try CacheWorld.question()
            let name = try sides[0].cache().name(of: question)
            _ = try await sides[0].client.call(RedisCommand("SET", RedisWord(name.entry), "nonsense"))
            #expect(try await nodes[0].ask(reading: "a", at: 10) == "read a")
            try await settled(sides[0])
            #expect(try await sides[0].client.call(RedisCommand("STRLEN", RedisWord(name.entry))).integer ?? 0 > 60)
            _ = try await sides[0].client.call(RedisCommand("DEL", RedisWord(name.entry)))
            _ = try await sides[0].client.call(RedisCommand("LPUSH", RedisWord(name.entry), "x"))
            nodes[0].tell(10, 11, changing: [CacheWorld.tag])
            #expect(try await nodes[0].ask(reading: "b", at: 11) == "read b")
        }
    }

    @Test func `the keys of an answer lie together in a cluster and bear the version of their form`() async throws {
        let name = SharedName(hash: Array(0..<24))
        #expect(RedisSlot.slot(of: name.entry) == RedisSlot.slot(of: name.lease))
        #expect(name.entry.starts(with: "belvedere:1:{".utf8))
        #expect(RedisSlot.slot(of: name.entry) != RedisSlot.slot(of: SharedName(hash: Array(1..<25)).entry))
    }

    @Test func `a Redis that was killed is missed at once, and found again`() async throws {
        let redis = try OwnRedis()
        try await nodes(2, redis, timeout: .milliseconds(200)) { nodes, sides in
            redis.stop()
            for number in 0..<40 { #expect(try await nodes[0].ask("\(number)", reading: "a", at: 10) == "read a") }
            #expect(try await nodes[0].ask("0", reading: "b", at: 10) == "a", "the node's own memory goes on")
            try redis.start()
            // Until the breaker lets a probe through and it is answered, everything is read.
            var isShared = false
            var number = 100
            while !isShared {
                number += 1
                _ = try await nodes[0].ask("\(number)", reading: "\(number)", at: 10)
                _ = try? await sides[0].client.call(RedisCommand("PING"))
                isShared = try await nodes[1].ask("\(number)", reading: "x", at: 10) == "\(number)"
            }
        }
    }

    @Test func `a Redis that hangs costs its timeout a few times, and then nothing`() async throws {
        let redis = try OwnRedis()
        try await nodes(1, redis, timeout: .milliseconds(20)) { (nodes, sides) async throws in
            redis.freeze()
            for number in 0..<300 {
                #expect(try await nodes[0].ask("\(number)", reading: "a", at: 10) == "read a")
            }
            // Ten failures open the breaker; each later probe is one more. Without it, 600 would have been in vain.
            let (waited, spared) = sides[0].watch.counts
            #expect((10..<100).contains(waited), "\(waited) have waited")
            #expect(spared > 200, "\(spared) have not")
            redis.thaw()
        }
    }

    /// The history of a read model whose values are their own positions, seen by nodes that hear of some changes.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func `nothing is older than what its node knows, with lost notices and a Redis that is emptied`(
        _ seed: UInt64
    ) async throws {
        var random = SeededRandom(seed: seed)
        try await nodes(3, OwnRedis()) { nodes, sides in
            let keys = 6
            // The positions at which each key changed; the last is its value.
            var changed = Array(repeating: [Int64(10)], count: keys)
            var (head, told) = (Int64(10), Array(repeating: Int64(10), count: nodes.count))
            var kept = 0
            for _ in 0..<3_000 {
                switch Int.random(in: 0..<100, using: &random) {
                case 0..<20:
                    let key = Int.random(in: 0..<keys, using: &random)
                    head += 1
                    changed[key].append(head)
                    for (place, node) in nodes.enumerated() {
                        // One in ten is lost; whether the node finds out is what is tested.
                        guard Int.random(in: 0..<10, using: &random) > 0 else { continue }
                        node.tell(head - 1, head, changing: [ChangeTag(hash: UInt64(key))])
                        told[place] = head
                    }
                case 20..<25:
                    // A look at the store.
                    let place = Int.random(in: nodes.indices, using: &random)
                    nodes[place].progress.note(CacheWorld.model, at: Cursor(epoch: 1, position: GlobalPosition(head)))
                    told[place] = head
                case 25: _ = try await sides[0].client.call(RedisCommand("FLUSHALL"))
                default:
                    let place = Int.random(in: nodes.indices, using: &random)
                    let key = Int.random(in: 0..<keys, using: &random)
                    let known = told[place]
                    let answer = try await nodes[place].find("\(key)")
                    if let text = answer.text {
                        kept += 1
                        let position = try #require(Int64(text))
                        // It was the truth at some moment that is no older than what the node knows.
                        let oldest = try #require(changed[key].last { $0 <= known })
                        #expect(position >= oldest, "\(key) is \(position), and \(oldest) at \(known)")
                    } else {
                        let value = try #require(changed[key].last)
                        answer.flight?.landed(
                            CacheWorld.read("\(value)", at: known, tags: [ChangeTag(hash: UInt64(key))]))
                    }
                }
            }
            #expect(kept > 300, "\(kept) were kept")
        }
    }
}
