import Foundation
import Networking
import Testing

@testable import Redis

@Suite(.enabled(if: SharedRedis.endpoint != nil, "needs BELVEDERE_TEST_REDIS"), .timeLimit(.minutes(2)))
struct RedisSubscriberTests {
    private enum Heard: Sendable, Equatable {
        case message(String, String)
        case caughtUp
    }

    private let fixture: RedisFixture
    private let redis: PrivateRedis
    private let publisher: RedisClient
    private let heard: AsyncStream<Heard>
    private let subscriber: RedisSubscriber
    /// One that soon asks whether a silent server lives, which a busy machine may take for dead.
    private let hasty: RedisSubscriber

    init() async throws {
        fixture = try RedisFixture()
        redis = try PrivateRedis()
        publisher = fixture.client(of: redis)
        let (stream, continuation) = AsyncStream<Heard>.makeStream(bufferingPolicy: .bufferingNewest(10_000))
        heard = stream
        let loop = (loop: fixture.loop, dialer: fixture.dialer, port: redis.port)
        func subscriber(pingInterval: Duration) -> RedisSubscriber {
            RedisSubscriber(
                RedisEndpoint(.host("127.0.0.1", port: loop.port)), on: loop.loop, dialer: loop.dialer,
                settings: RedisFixture.patient, pingInterval: pingInterval,
                handlers: RedisSubscriber.Handlers(
                    message: { channel, payload in
                        continuation.yield(
                            .message(
                                String(decoding: channel, as: UTF8.self), String(decoding: payload, as: UTF8.self)))
                    }, caughtUp: { continuation.yield(.caughtUp) }))
        }
        self.subscriber = subscriber(pingInterval: .seconds(60))
        hasty = subscriber(pingInterval: .milliseconds(50))
        #expect(await publisher.connected())
    }

    private func publish(_ channel: String, _ text: String) async throws {
        _ = try await publisher.call(RedisCommand("PUBLISH", RedisWord(channel), RedisWord(text)))
    }

    @Test func `messages of subscribed channels come in order, others do not`() async throws {
        subscriber.subscribe([Array("a".utf8), Array("b".utf8)])
        subscriber.start()
        var stream = heard.makeAsyncIterator()
        #expect(await stream.next() == .caughtUp)
        for number in 0..<100 {
            try await publish("a", "\(number)")
            try await publish("c", "never")
        }
        try await publish("b", "end")
        for number in 0..<100 { #expect(await stream.next() == .message("a", "\(number)")) }
        #expect(await stream.next() == .message("b", "end"))
        subscriber.stop()
    }

    @Test func `after a cut everything is subscribed again, and it is told`() async throws {
        subscriber.subscribe([Array("a".utf8)])
        subscriber.start()
        var stream = heard.makeAsyncIterator()
        #expect(await stream.next() == .caughtUp)
        for round in 0..<3 {
            _ = try await publisher.call(RedisCommand("CLIENT", "KILL", "TYPE", "pubsub"))
            #expect(await stream.next() == .caughtUp)
            try await publish("a", "after cut \(round)")
            #expect(await stream.next() == .message("a", "after cut \(round)"))
        }
        subscriber.stop()
    }

    @Test func `channels come and go while it runs`() async throws {
        subscriber.start()
        var stream = heard.makeAsyncIterator()
        #expect(await stream.next() == .caughtUp)
        subscriber.subscribe([Array("a".utf8), Array("b".utf8)])
        #expect(await stream.next() == .caughtUp)
        subscriber.unsubscribe([Array("a".utf8)])
        subscriber.subscribe([Array("c".utf8)])
        #expect(await stream.next() == .caughtUp)
        try await publish("a", "gone")
        try await publish("c", "here")
        #expect(await stream.next() == .message("c", "here"))
        subscriber.stop()
    }

    @Test func `a server that hangs is left for a new connection`() async throws {
        hasty.subscribe([Array("a".utf8)])
        hasty.start()
        var stream = heard.makeAsyncIterator()
        #expect(await stream.next() == .caughtUp)
        redis.stop()
        try redis.start()
        #expect(await stream.next() == .caughtUp)
        hasty.stop()
    }
}
