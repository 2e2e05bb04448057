import ContextKit
import Gateway
import Lifecycle
import Networking
import Redis

/// How the nodes of a gateway tell each other what is in no log.
struct NodeSignals: Sendable {
    let ephemera: any Ephemera
    /// What must be stopped with the node.
    let services: [any Service]

    init(_ settings: SignalSettings, loops: EventLoopGroup, clock: any Clock) throws {
        guard let endpoint = settings.redis else {
            (ephemera, services) = (LocalEphemera(clock: clock), [])
            return
        }
        let pool = try WorkerPool(name: "redis-resolver", threads: 1, queueMax: 16)
        let dialer = RedisDialer(
            Connector(resolver: Resolver(pool: pool)), tls: endpoint.usesTLS ? try TLSClientContext() : nil)
        let redis = RedisEphemera(settings, endpoint, on: loops.next(), dialer: dialer)
        redis.start()
        (ephemera, services) = (redis, [Connection(redis: redis, pool: pool)])
    }

    private struct Connection: Service {
        let name = "signals"
        let redis: RedisEphemera
        let pool: WorkerPool
        func stop() async {
            redis.stop()
            pool.stop()
        }
    }

    /// Says again and again who is here.
    struct Attending: Service {
        let name = "presence"
        let book: PresenceBook
        func run() async throws { try await book.run() }
    }
}
