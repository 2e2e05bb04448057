import EventSourcing
import EventSourcingTesting
import Lifecycle
import Prelude
import Testing

struct EventFeedTests {
    let store = newStore()
    let clock = ManualClock()

    private func tailer(ring: Int = 16, poll: Int = 1_000) -> Tailer {
        var limits = FeedLimits()
        (limits.ringEvents, limits.pollEvents) = (ring, poll)
        return Tailer(store: store, clock: clock, limits: limits)
    }

    /// Appends so many events, one each to streams `feed:0`, `feed:1`, `feed:2` in turn.
    private func append(_ count: Int, seed: UInt64 = .random(in: 1...UInt64.max)) async throws {
        let scope = LawScope(store as any EventStore, seed: seed)
        let appends = (0..<count).map { index in
            scope.append(to: StreamName(stored: "feed:\(index % 3)", categoryBytes: 4), .any, ["\(index)"], tenant: "t")
        }
        for append in appends { _ = try await store.append([append]) }
    }

    private func feed(
        _ tailer: Tailer, after position: GlobalPosition = .start, _ filter: EventFilter = .everything,
        _ whenSlow: EventFeed.WhenSlow = .catchUp
    ) -> EventFeed {
        EventFeed(tailer, after: Cursor(epoch: 1, position: position), filter: filter, whenSlow: whenSlow)
    }

    @Test func `a subscriber catches up from the store and goes on from the ring without a seam`() async throws {
        let tailer = tailer(ring: 4)
        try await append(10)
        _ = try await tailer.poll()
        try await append(3)
        _ = try await tailer.poll()
        var feed = feed(tailer)
        var positions: [Int64] = []
        while positions.count < 13 {
            positions += try await feed.next(limit: 2, heartbeat: .seconds(10)).events.map(\.position.number)
        }
        #expect(positions == Array(1...13))
        #expect(feed.cursor.position == 13)
    }

    @Test func `a log with a gap is reported and nothing behind the gap is given out`() async throws {
        let holed = Tailer(store: Holed(store, without: 3), clock: clock)
        _ = try await holed.poll()
        try await append(5)
        for _ in 0..<2 {
            do throws(EventStoreError) {
                _ = try await holed.poll()
                Issue.record("the gap is not noticed")
            } catch {
                guard case .corrupt(position: 3, _) = error else { Issue.record("the error is \(error)"); return }
            }
        }
        #expect(holed.status.cursor?.position == 0)
    }

    @Test(.timeLimit(.minutes(1)))
    func `who waits when the tailer stops is told, and so is who comes later`() async throws {
        let tailer = tailer()
        _ = try await tailer.poll()
        let running = Task { try? await tailer.run() }
        let waiting = Task {
            var feed = feed(tailer)
            return try await feed.next(heartbeat: .seconds(10))
        }
        while tailer.status.waiting < 1 { await Task.yield() }
        running.cancel()
        await running.value
        await #expect(throws: FeedError.self) { try await waiting.value }
        var late = feed(tailer)
        await #expect(throws: FeedError.self) { try await late.next(heartbeat: .seconds(10)) }
    }

    @Test func `a waiting subscriber is woken by what it wants and by nothing else`() async throws {
        let tailer = tailer()
        _ = try await tailer.poll()
        let filter = EventFilter(tenant: "t", stream: StreamName("feed:2"))
        async let batch = { () async throws in
            var feed = feed(tailer, after: .start, filter)
            return try await feed.next(heartbeat: .seconds(10))
        }()
        while tailer.status.waiting < 1 { await Task.yield() }
        try await append(2)
        _ = try await tailer.poll()
        #expect(tailer.status.waiting == 1)
        try await append(3)
        _ = try await tailer.poll()
        #expect(try await batch.events.map(\.position.number) == [5])
        #expect(try await batch.isLive)
    }

    @Test func `a heartbeat carries the position that was looked through`() async throws {
        let tailer = tailer()
        _ = try await tailer.poll()
        async let batch = { () async throws in
            var feed = feed(tailer, after: .start, EventFilter(tenant: "nobody"))
            return try await feed.next(heartbeat: .seconds(10))
        }()
        while tailer.status.waiting < 1 { await Task.yield() }
        try await append(5)
        _ = try await tailer.poll()
        tailer.beat()
        #expect(tailer.status.waiting == 1)
        clock.advance(by: .seconds(10))
        tailer.beat()
        #expect(try await batch == FeedBatch(events: [], cursor: Cursor(epoch: 1, position: 5), isLive: true))
    }

    @Test func `a cursor that is too old is told where the log begins`() async throws {
        let tailer = tailer(ring: 2)
        try await append(10)
        _ = try await tailer.poll()
        store.expire(through: 5)
        var feed = feed(tailer, after: 3)
        let error = await #expect(throws: FeedError.self) { try await feed.next(heartbeat: .seconds(1)) }
        guard case .cursorExpired(let oldest) = error else {
            return #expect(Bool(false), "\(String(describing: error))")
        }
        #expect(oldest == Cursor(epoch: 1, position: 5))
    }

    @Test func `a restored log asks every subscriber to begin anew, the waiting ones too`() async throws {
        let tailer = tailer()
        try await append(10)
        _ = try await tailer.poll()
        async let waiting = { () async -> FeedError? in
            var feed = feed(tailer, after: 10)
            do throws(FeedError) { _ = try await feed.next(heartbeat: .seconds(10)) } catch { return error }
            return nil
        }()
        while tailer.status.waiting < 1 { await Task.yield() }
        store.restore(through: 4)
        _ = try await tailer.poll()
        for error in [await waiting, await failure(tailer, after: 2)] {
            guard case .resync(let head) = error else { return #expect(Bool(false), "\(String(describing: error))") }
            #expect(head == Cursor(epoch: 2, position: 4))
        }
    }

    @Test func `a cursor beyond the end of the log was never given out`() async throws {
        let tailer = tailer()
        try await append(3)
        _ = try await tailer.poll()
        guard case .resync(let head) = await failure(tailer, after: 4) else { return #expect(Bool(false)) }
        #expect(head.position == 3)
    }

    @Test func `a cursor that this node has not polled yet waits for the poll`() async throws {
        let tailer = tailer()
        _ = try await tailer.poll()
        try await append(3)
        async let batch = { () async throws in
            var feed = feed(tailer, after: 3)
            return try await feed.next(heartbeat: .seconds(10))
        }()
        while tailer.status.waiting < 1 { await Task.yield() }
        try await append(1)
        _ = try await tailer.poll()
        #expect(try await batch.events.map(\.position.number) == [4])
    }

    @Test func `a client that was live and fell behind is told so, a projection catches up`() async throws {
        for whenSlow in [EventFeed.WhenSlow.end, .catchUp] {
            let tailer = tailer(ring: 4)
            _ = try await tailer.poll()
            let start = try await store.head().position
            var feed = feed(tailer, after: start, .everything, whenSlow)
            try await append(2)
            _ = try await tailer.poll()
            #expect(try await feed.next(heartbeat: .seconds(1)).events.count == 2)
            try await append(10)
            _ = try await tailer.poll()
            do throws(FeedError) {
                let batch = try await feed.next(heartbeat: .seconds(1))
                #expect(whenSlow == .catchUp)
                #expect(batch.events.first?.position == start.advanced(by: 3))
            } catch {
                guard case .slowConsumer(let cursor) = error, whenSlow == .end else { throw error }
                #expect(cursor.position == start.advanced(by: 2))
            }
        }
    }

    @Test func `a cancelled subscriber leaves no trace`() async throws {
        let tailer = tailer()
        _ = try await tailer.poll()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<50 { group.addTask { _ = await failure(tailer, after: .start) } }
            while tailer.status.waiting < 50 { await Task.yield() }
            group.cancelAll()
        }
        #expect(tailer.status.waiting == 0)
    }

    @Test func `the tailer polls by itself, sooner when it is woken, and survives a store that is away`() async throws {
        let faulty = FaultyEventStore(store, onRead: { (2...3).contains($0) })
        let tailer = Tailer(store: faulty, clock: clock)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await tailer.run() }
            while tailer.status.consecutiveFailures < 1 {
                clock.advance(by: .milliseconds(10))
                await Task.yield()
            }
            while tailer.status.consecutiveFailures > 0 {
                clock.advance(by: .seconds(1))
                await Task.yield()
            }
            await clock.waitForSleepers(1)
            try await append(3)
            tailer.wake()
            while tailer.status.cursor?.position != 3 { await Task.yield() }
            group.cancelAll()
        }
    }

    @Test(arguments: Seeds.range(150))
    func `whatever the pages, rings and polls, nothing is missed or repeated`(seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let tailer = tailer(ring: 1 << random.below(6), poll: 1 + random.below(20))
        try await append(random.below(40), seed: seed)
        _ = try await tailer.poll()
        let filters: [EventFilter] = [
            .everything, EventFilter(stream: StreamName("feed:1")), EventFilter(tenant: "t", categories: ["feed"]),
            EventFilter(tenant: "nobody"),
        ]
        var readers = (0..<4).map { index in
            (feed: feed(tailer, after: .start, filters[index]), seen: [RecordedEvent](), filter: filters[index])
        }
        for _ in 0..<40 {
            switch random.below(4) {
            case 0: try await append(random.below(8), seed: random.next())
            case 1: _ = try await tailer.poll()
            default:
                let index = random.below(readers.count)
                // A heartbeat of no time at all never waits: the deadline has passed when waiting begins.
                let (reader, limit) = (readers[index].feed, 1 + random.below(9))
                let (next, feed) = try await drive(tailer) {
                    var feed = reader
                    return (try await feed.next(limit: limit, heartbeat: .zero), feed)
                }
                readers[index].feed = feed
                readers[index].seen += next.events
                #expect(next.cursor == feed.cursor)
            }
        }
        let log = try await HistoryChecker.wholeLog(of: store)
        for reader in readers {
            let expected = log.filter { reader.filter.admits($0) && $0.position <= reader.feed.cursor.position }
            #expect(reader.seen.map(\.position) == expected.map(\.position), "seed \(seed)")
        }
    }

    /// Lets heartbeats happen until the work is done.
    private func drive<Result: Sendable>(
        _ tailer: Tailer, _ work: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                while !Task.isCancelled {
                    tailer.beat()
                    await Task.yield()
                }
                return nil
            }
            defer { group.cancelAll() }
            while let result = try await group.next() { if let result { return result } }
            throw CancellationError()
        }
    }

    private func failure(_ tailer: Tailer, after position: GlobalPosition) async -> FeedError? {
        var feed = feed(tailer, after: position)
        do throws(FeedError) {
            _ = try await feed.next(heartbeat: .seconds(10))
            return nil
        } catch {
            return error
        }
    }
}
