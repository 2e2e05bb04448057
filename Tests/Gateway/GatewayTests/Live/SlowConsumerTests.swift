import ContextKit
import EventSourcing
import JSON
import Lifecycle
import Networking
import Prelude
import Testing

@testable import Gateway

struct SlowConsumerTests {
    /// Takes so many results and then no more.
    // Safe because it is used on the loop, and read when the loop has ended its part.
    private final class SlowSink: LiveSink, @unchecked Sendable {
        var appetite: Int
        private(set) var positions: [Int64] = []
        private let ended: AsyncStream<LiveFailure?>.Continuation
        private let count: Int

        init(appetite: Int, until count: Int, _ ended: AsyncStream<LiveFailure?>.Continuation) {
            (self.appetite, self.count, self.ended) = (appetite, count, ended)
        }

        var canTake: Bool { positions.count < appetite }
        func next(_ payload: LivePayload) {
            positions.append(payload.cursor.position.number)
            if positions.count == count { ended.yield(nil) }
        }
        func heartbeat(_ cursor: Cursor) {}
        func failed(_ failure: LiveFailure) { ended.yield(failure) }
        func part(_ result: [UInt8]) {}
        func answered(_ answer: GraphQLService.Answer) {}
        func completed() {}
    }

    private static let eventCount = 500

    private func store() async throws -> InMemoryEventStore {
        let store = InMemoryEventStore { Timestamp(microseconds: 1) }
        let stream = try #require(StreamName("test.ticks:1"))
        for number in 0..<Self.eventCount {
            let append = Append(
                tenant: "t", command: CommandID.derived(from: "tick", "\(number)"),
                request: RequestHash(words: [0, 0, 0, UInt64(number)]),
                streams: [
                    StreamAppend(
                        to: stream, expected: .any,
                        events: [NewEvent(name: "ticks.ticked.1", body: Array("{}".utf8))])
                ])
            _ = try await store.append([append])
        }
        return store
    }

    /// Subscribes after a position and returns what came until the end, or until everything has come.
    private func listen(
        _ gateway: SmallGateway, _ hub: LiveHub, after position: Int64, appetite: Int
    ) async throws -> (positions: [Int64], failure: LiveFailure?) {
        let (stream, ended) = AsyncStream.makeStream(of: LiveFailure?.self)
        let sink = SlowSink(appetite: appetite, until: Self.eventCount - Int(position), ended)
        var operation = try gateway.operation()
        operation.start = Cursor(epoch: LogEpoch(1), position: GlobalPosition(position))
        let asked = operation
        hub.loop.execute {
            guard let seat = try? LiveSeats(LiveLimits()).take(for: .init(tenant: "t", actor: nil), from: nil) else {
                return
            }
            _ = hub.subscribe(asked, seat: seat, expires: nil, sink: sink)
        }
        var results = stream.makeAsyncIterator()
        let failure = await results.next() ?? nil
        return await withCheckedContinuation { continuation in
            hub.loop.execute { continuation.resume(returning: (sink.positions, failure)) }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `who does not read is told to come back, and misses nothing when it does`() async throws {
        let gateway = try SmallGateway()
        let loops = try EventLoopGroup(count: 1)
        defer { loops.stop() }
        var limits = LiveLimits()
        limits.slowTimeout = .milliseconds(100)
        let tailer = Tailer(store: try await store(), clock: SystemClock())
        _ = try await tailer.poll()
        let hub = LiveHub(loop: loops.loops[0], tailer: tailer, limits: limits)
        let first = try await listen(gateway, hub, after: 0, appetite: 120)
        let failure = try #require(first.failure)
        #expect(failure.code == .slowConsumer)
        let after = try JSONValue(parsing: failure.payload)["errors"]?[0]?["extensions"]?["after"]?.string
        #expect(first.positions == Array(1...120))
        #expect(after == "v1.1.120")
        let second = try await listen(gateway, hub, after: 120, appetite: .max)
        #expect(second.failure == nil)
        #expect(second.positions == Array(121...Int64(Self.eventCount)))
    }
}
