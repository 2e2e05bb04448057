import EventSourcing
import Gateway
import Lifecycle
import Networking
import Prelude
import Redis
import Telemetry

/// The Redis of a node: answers that nodes share, and the channel on which they tell each other what has changed.
final class SharedMemory: Sendable, Service {
    let name = "redis"
    let cache: SharedCache
    let broadcast: ChangeBroadcast
    private let clients: [RedisClient]
    private let speaker: RedisClient
    private let subscriber: RedisSubscriber
    private let channel: [UInt8]
    private let reception: Lock<ChangeReception?>
    private let resolving: WorkerPool
    /// The client holds it weakly.
    private let watch: RedisWatch

    /// Nil if the configuration names no Redis. The secret is the store's own.
    init?(
        _ settings: CacheSettings, secret: [UInt8], loops: EventLoopGroup,
        rules: @escaping @Sendable (ProjectionName) -> UInt64?, watch: RedisWatch
    ) throws {
        guard let endpoint = settings.redis else { return nil }
        let resolving = try WorkerPool(name: "redis-names", threads: 1, queueMax: 64)
        let dialer = RedisDialer(
            Connector(resolver: Resolver(pool: resolving)),
            tls: endpoint.usesTLS ? try TLSClientContext(trustedRootsFile: settings.redisRootsFile) : nil)
        var bounds = RedisSettings()
        bounds.commandTimeout = settings.redisTimeout
        let clients = loops.loops.map {
            RedisClient(endpoint, on: $0, dialer: dialer, settings: bounds, observer: watch)
        }
        // Why one of its own: what is gathered for others must not wait behind answers, nor be refused with them.
        let speaker = RedisClient(endpoint, on: loops.next(), dialer: dialer, settings: bounds)
        let reception = Lock<ChangeReception?>(nil)
        channel = try ChangeBroadcast.channel(secret: secret)
        cache = try SharedCache(clients, secret: secret, limits: settings.shared)
        broadcast = ChangeBroadcast(speaker, channel: channel, rules: rules)
        subscriber = RedisSubscriber(
            endpoint, on: loops.next(), dialer: dialer, settings: bounds,
            handlers: .init(message: { _, payload in reception.withLock { $0 }?.take(payload) }))
        (self.clients, self.speaker, self.reception, self.resolving) = (clients, speaker, reception, resolving)
        self.watch = watch
    }

    /// Says who takes what other nodes tell; once, before the start.
    func listen(_ reception: ChangeReception) { self.reception.withLock { $0 = reception } }

    func start() async throws {
        for client in clients + [speaker] { client.start() }
        subscriber.subscribe([channel])
        subscriber.start()
    }

    func stop() async {
        broadcast.stop()
        subscriber.stop()
        for client in clients + [speaker] { client.stop() }
        resolving.stop()
    }
}
