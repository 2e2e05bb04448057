import Lifecycle
import Networking
import Prelude

@testable import Redis

/// A loop and what is needed to dial from it, stopped at the end of the test.
final class RedisFixture {
    let loop: EventLoop
    let dialer: RedisDialer
    private let pool: WorkerPool
    private var clients: [RedisClient] = []

    init(tls: TLSClientContext? = nil) throws {
        loop = try EventLoop(name: "redis-test")
        pool = try WorkerPool(name: "resolver", threads: 1, queueMax: 16)
        dialer = RedisDialer(Connector(resolver: Resolver(pool: pool)), tls: tls)
    }

    deinit {
        for client in clients { client.stop() }
        loop.stop()
        loop.join()
        pool.stop()
    }

    func client(
        _ endpoint: RedisEndpoint, settings: RedisSettings = patient, observer: RecordingObserver? = nil
    ) -> RedisClient {
        let client = RedisClient(endpoint, on: loop, dialer: dialer, settings: settings, observer: observer)
        clients.append(client)
        client.start()
        return client
    }

    func client(of redis: PrivateRedis, settings: RedisSettings = patient, observer: RecordingObserver? = nil)
        -> RedisClient
    {
        client(RedisEndpoint(.host("127.0.0.1", port: redis.port)), settings: settings, observer: observer)
    }

    /// Why so long: the machine of the tests may be busy, and only tests of the timeout are about time.
    static let patient: RedisSettings = {
        var settings = RedisSettings()
        settings.commandTimeout = .seconds(10)
        settings.stallTimeout = .seconds(10)
        return settings
    }()

    static let hasty: RedisSettings = {
        var settings = RedisSettings()
        settings.stallTimeout = .milliseconds(200)
        return settings
    }()
}

/// Keeps what the client told, and lets a test wait for it.
final class RecordingObserver: RedisObserver {
    enum Event: Sendable, Equatable {
        case connected
        case lost(RedisLoss)
        case breaker(isOpen: Bool)
        case ended(RedisError?)
    }

    let events: AsyncStream<Event>
    private let continuation: AsyncStream<Event>.Continuation

    init() {
        (events, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(100_000))
    }

    func redisCommandEnded(after duration: Duration, error: RedisError?) { continuation.yield(.ended(error)) }
    func redisConnected() { continuation.yield(.connected) }
    func redisLost(_ reason: RedisLoss, retryingIn delay: Duration) { continuation.yield(.lost(reason)) }
    func redisBreaker(isOpen: Bool) { continuation.yield(.breaker(isOpen: isOpen)) }

    /// Returns once the event has come; a test's time limit is its end otherwise.
    func wait(for wanted: Event) async {
        for await event in events where event == wanted { return }
    }

    func nextLoss() async -> RedisLoss? {
        for await event in events { if case .lost(let loss) = event { return loss } }
        return nil
    }
}
