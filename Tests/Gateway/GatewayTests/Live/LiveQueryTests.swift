import JSON
import Testing

@testable import Gateway

struct LiveQueryTests {
    /// Applies what a result says to what the client has.
    private func isExact(_ result: JSONValue) -> Bool { result["extensions"]?["belvedere"]?["exact"] == nil }

    @Test(arguments: 1...200)
    func `whatever is written when, each result is the state at its position and the last one the present`(
        seed: UInt64
    ) throws {
        var random = SeededRandom(seed: seed)
        let world = LiveQueryWorld()
        try world.begin()
        for _ in 0..<400 {
            switch Int.random(in: 0..<12, using: &random) {
            case 0, 1: world.write(Int.random(in: 0..<4, using: &random))
            case 2, 3: world.commit(Int.random(in: 0...1, using: &random), Int.random(in: 1...4, using: &random))
            case 4, 5: world.note(Int.random(in: 0...1, using: &random))
            case 6, 7, 8: world.step(Int.random(in: 0..<4, using: &random))
            case 9: world.loop.advance(by: .milliseconds(Int.random(in: 0...120, using: &random)))
            case 10: world.sink.canTake = Bool.random(using: &random)
            default: world.loop.runAll()
            }
        }
        world.sink.canTake = true
        world.settle()
        var before: (position: Int64, body: JSONValue)?
        for told in world.sink.told {
            if isExact(told.body) {
                #expect(told.body["data"] == world.truth(at: told.position), "seed \(seed), position \(told.position)")
            }
            let isNews = told.body["data"] != before?.body["data"] || before.map { !isExact($0.body) } ?? true
            #expect(isNews, "what did not change is not told")
            #expect(told.position >= before?.position ?? 0)
            before = told
        }
        let last = try #require(world.sink.told.last)
        #expect(isExact(last.body))
        #expect(last.body["data"] == world.truth(at: Int64(world.keys.count)), "seed \(seed)")
        world.end()
        #expect(world.changes.watchCount == 0)
        #expect(world.loop.timerCount == 0)
    }

    @Test func `it runs once for each change that can alter it, and never for another`() throws {
        let world = LiveQueryWorld()
        try world.begin()
        world.settle()
        #expect(world.runCount == 1)
        for _ in 0..<50 {
            world.write(2)
            world.write(3)
            world.settle()
        }
        #expect(world.runCount == 1, "the keys 2 and 3 are not read")
        for number in 0..<100 {
            world.write(number % 2)
            world.settle()
        }
        #expect(world.runCount == 101)
        #expect(world.sink.told.count == 101)
    }

    @Test func `changes that come faster than the throttle are told together`() throws {
        let world = LiveQueryWorld()
        try world.begin(throttle: .milliseconds(1_000))
        world.settle()
        for _ in 0..<100 {
            world.write(0)
            world.commit(0, 1)
            world.note(0)
            world.commit(1, 1)
            world.note(1)
            for _ in 0..<4 { world.step() }
            world.loop.advance(by: .milliseconds(100))
        }
        world.settle()
        #expect((10...14).contains(world.runCount), "\(world.runCount)")
        #expect(world.sink.told.last?.body["data"]?["a"] == 100)
    }

    @Test func `a client that does not read is spared results, and then gets the newest alone`() throws {
        let world = LiveQueryWorld()
        try world.begin()
        world.settle()
        world.sink.canTake = false
        for _ in 0..<20 {
            world.write(0)
            world.settle()
        }
        #expect(world.sink.told.count <= 2, "one was under way")
        world.sink.canTake = true
        world.loop.advance(by: .milliseconds(200))
        world.settle()
        #expect(world.sink.told.last?.body["data"]?["a"] == 20)
        #expect(world.sink.told.count <= 3)
    }

    @Test func `patches follow the first whole result and add up to the state`() throws {
        let world = LiveQueryWorld()
        try world.begin(isPatch: true)
        world.settle()
        #expect(world.sink.told[0].body["data"] == world.truth(at: 0))
        world.write(1)
        world.settle()
        let patched = world.sink.told[1].body
        #expect(patched["data"] == nil)
        #expect(
            patched["extensions"]?["belvedere"]?["patch"] == [["op": "replace", "path": "/data/b", "value": 1]])
        #expect(patched["extensions"]?["belvedere"]?["position"] == "v1.1.1")
    }

    @Test func `a heartbeat says up to where the last result holds`() throws {
        let world = LiveQueryWorld()
        try world.begin()
        world.settle()
        for _ in 0..<5 { world.write(2) }
        world.settle()
        world.loop.advance(by: .seconds(10))
        #expect(world.sink.heartbeats.last == 5)
        #expect(world.sink.told.count == 1)
    }

    @Test func `changes that nobody has told of make every query look again`() throws {
        let world = LiveQueryWorld()
        try world.begin()
        world.settle()
        world.changes.noteGap()
        world.settle()
        #expect(world.runCount == 2)
        #expect(world.sink.told.count == 1)
    }

    @Test func `a result that could not be proven is told again once it can, though it is the same`() throws {
        let world = LiveQueryWorld()
        try world.begin()
        for _ in 0..<LiveQueryPace.overtakenMax {
            world.step()
            world.step()
            world.write(0)
            for place in world.models.indices {
                world.commit(place, 1)
                world.note(place)
            }
            world.step()
        }
        let doubtful = try #require(world.sink.told.last)
        #expect(!isExact(doubtful.body) && world.sink.told.count == 1)
        world.settle()
        let proven = try #require(world.sink.told.last)
        #expect(isExact(proven.body) && proven.position == 4)
        #expect(proven.body["data"] == world.truth(at: 4))
    }
}
