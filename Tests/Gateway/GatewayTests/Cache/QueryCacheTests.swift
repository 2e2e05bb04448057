import ContextKit
import EventSourcing
import GraphQLPlanning
import Lifecycle
import Prelude
import Testing

@testable import Gateway

struct QueryCacheTests {
    @Test func `an answer is kept until one of its tags changes`() async throws {
        let node = try await CacheWorld()
        node.tell(10, 10)
        #expect(try await node.ask(reading: "a", at: 10) == "read a")
        #expect(try await node.ask(reading: "b", at: 10) == "a")
        node.tell(10, 11, changing: [ChangeTag(hash: 8)])
        #expect(try await node.ask(reading: "b", at: 11) == "a")
        node.tell(11, 12, changing: [CacheWorld.tag])
        #expect(try await node.ask(reading: "c", at: 12) == "read c")
        #expect(try await node.ask(reading: "d", at: 12) == "c")
    }

    @Test func `nothing is kept of a read model of whose changes nobody has told`() async throws {
        let node = try await CacheWorld()
        node.progress.note(CacheWorld.model, at: Cursor(epoch: 1, position: 10))
        #expect(try await node.find().flight == nil)
        #expect(try await node.ask(reading: "a", at: 10) == "read a")
        #expect(try await node.ask(reading: "b", at: 10) == "read b")
    }

    @Test func `what is known to be further than what was told proves nothing, until it is told`() async throws {
        let node = try await CacheWorld()
        node.tell(10, 10)
        #expect(try await node.ask(reading: "a", at: 10) == "read a")
        // The store says that the read model has gone on; what it has changed is on its way, or lost.
        node.progress.note(CacheWorld.model, at: Cursor(epoch: 1, position: 11))
        #expect(try await node.ask(reading: "b", at: 11) == "read b")
        node.tell(10, 11, changing: [ChangeTag(hash: 8)])
        #expect(try await node.ask(reading: "c", at: 11) == "a")
    }

    @Test func `a lost notice makes what was read before it unprovable, never stale`() async throws {
        let node = try await CacheWorld()
        node.tell(10, 10)
        #expect(try await node.ask(reading: "a", at: 10) == "read a")
        node.tell(11, 12)
        #expect(try await node.ask(reading: "b", at: 12) == "read b")
        #expect(try await node.ask(reading: "c", at: 12) == "b")
    }

    @Test func `rows of another generation, or of another epoch, are other rows`() async throws {
        let node = try await CacheWorld()
        node.tell(10, 10)
        #expect(try await node.ask(reading: "a", at: 10) == "read a")
        node.tell(10, 10, generation: 2)
        #expect(try await node.ask(reading: "b", at: 10) == "read b")
        node.tell(4, 4, generation: 2, epoch: 2)
        #expect(try await node.ask(reading: "c", at: 4) == "read c")
        #expect(try await node.ask(reading: "d", at: 4) == "c")
    }

    @Test func `rows that change without a new position are other rows, whether or not the change was told`()
        async throws
    {
        let node = try await CacheWorld()
        node.tell(10, 10)
        #expect(try await node.ask(reading: "a", at: 10) == "read a")
        let late = try await node.find("late").flight
        // A parked event was settled; the notice itself was lost, and only what comes next shows it.
        node.tell(10, 10, term: 2)
        late?.landed(CacheWorld.read("old", at: 10))
        #expect(try await node.ask(reading: "b", at: 10) == "read b")
        #expect(try await node.ask(reading: "c", at: 10) == "b")
        #expect(try await node.ask("late", reading: "new", at: 10) == "read new")
    }

    @Test func `an answer that was read from rows that were replaced meanwhile is not kept as one of the new ones`()
        async throws
    {
        let node = try await CacheWorld()
        node.tell(10, 10)
        let flight = try await node.find().flight
        node.tell(10, 10, generation: 2)
        flight?.landed(CacheWorld.read("old", at: 10))
        #expect(try await node.ask(reading: "new", at: 10) == "read new")
    }

    @Test func `a node that cannot ask its store answers from memory for a bounded time`() async throws {
        let node = try await CacheWorld()
        node.tell(10, 10)
        #expect(try await node.ask(reading: "a", at: 10) == "read a")
        node.clock.advance(by: .seconds(5))
        #expect(try await node.ask(reading: "b", at: 10) == "a")
        node.clock.advance(by: .milliseconds(1))
        #expect(try await node.ask(reading: "b", at: 10) == "read b")
        try await node.progress.refresh()
        #expect(try await node.ask(reading: "c", at: 10) == "a")
    }

    @Test func `an answer runs out after its seconds`() async throws {
        let node = try await CacheWorld()
        node.tell(10, 10)
        #expect(try await node.ask(reading: "a", at: 10, seconds: 3) == "read a")
        node.clock.advance(by: .milliseconds(2_999))
        #expect(try await node.ask(reading: "b", at: 10, seconds: 3) == "a")
        node.clock.advance(by: .milliseconds(1))
        #expect(try await node.ask(reading: "b", at: 10, seconds: 3) == "read b")
    }

    // MARK: Single flight

    /// What others than the first are told, once it is over.
    private func followers(_ count: Int, _ node: CacheWorld) throws -> Lock<[CacheAnswer]> {
        let told = Lock<[CacheAnswer]>([])
        let question = try CacheWorld.question()
        for _ in 0..<count { node.cache.find(question) { answer in told.withLock { $0.append(answer) } } }
        return told
    }

    @Test func `of a hundred who ask the same at once, one reads`() async throws {
        let node = try await CacheWorld()
        node.tell(10, 10)
        let flight = try #require(try await node.find().flight)
        let told = try followers(99, node)
        #expect(told.withLock { $0.isEmpty })
        flight.landed(CacheWorld.read("a", at: 10))
        #expect(told.withLock { $0.map(\.text) } == Array(repeating: "a", count: 99))
        #expect(node.cache.flightCount == 0)
    }

    @Test func `a read that was overtaken by a change is not given to those who wait for it`() async throws {
        let node = try await CacheWorld()
        node.tell(10, 10)
        let flight = try #require(try await node.find().flight)
        let told = try followers(3, node)
        node.tell(10, 11, changing: [CacheWorld.tag])
        flight.landed(CacheWorld.read("old", at: 10))
        for answer in told.withLock({ $0 }) {
            guard case .missing(nil) = answer else { Issue.record("\(answer)"); return }
        }
        #expect(told.withLock { $0.count } == 3)
        #expect(try await node.ask(reading: "new", at: 11) == "read new")
    }

    @Test func `a failure is shared, and the next one tries again`() async throws {
        let node = try await CacheWorld()
        node.tell(10, 10)
        let flight = try #require(try await node.find().flight)
        let told = try followers(2, node)
        flight.failed(.failed(LoadFailure(message: "gone"), keys: 1))
        #expect(told.withLock { $0.allSatisfy(\.isFailure) && $0.count == 2 })
        #expect(try await node.find().flight != nil)
    }

    @Test func `those who wait for somebody who gives up read for themselves`() async throws {
        let node = try await CacheWorld()
        node.tell(10, 10)
        var flight: (any CacheFlight)? = try await node.find().flight
        let told = try followers(2, node)
        _ = flight
        flight = nil
        #expect(told.withLock { $0.count } == 2)
        #expect(told.withLock { $0.allSatisfy { $0.text == nil && $0.flight == nil } })
        #expect(node.cache.flightCount == 0)
    }

    // MARK: Early refresh

    @Test func `an answer that was dear and soon runs out is read again by one of those who get it`() async throws {
        let node = try await CacheWorld()
        node.tell(10, 10)
        let flight = try #require(try await node.find(seconds: 3).flight)
        // It takes 200 ms to read.
        node.clock.advance(by: .milliseconds(200))
        flight.landed(CacheWorld.read("a", at: 10))
        node.setLuck(0.5)
        #expect(try await node.find(seconds: 3).flight == nil, "far from its end nobody reads")
        node.clock.advance(by: .milliseconds(2_900))
        // 100 ms are left; 200 ms times -ln(0.5) are 139.
        let renewing = try await node.find(seconds: 3)
        #expect(renewing.text == "a")
        #expect(renewing.flight != nil)
        #expect(try await node.find(seconds: 3).flight == nil, "somebody reads already")
        renewing.flight?.landed(CacheWorld.read("b", at: 10))
        node.clock.advance(by: .milliseconds(200))
        #expect(try await node.find(seconds: 3).text == "b")
        node.setLuck(1)
        #expect(try await node.find(seconds: 3).flight == nil)
    }
}
