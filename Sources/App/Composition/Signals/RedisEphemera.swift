import ContextKit
import EventSourcing
import Lifecycle
import Networking
import Prelude
import Redis

/// Signals over the channels of a Redis and texts in keys of it that expire: for nodes that share one.
///
/// A Redis that is away costs the other nodes' signals and what is remembered; this node's own are told all the same.
final class RedisEphemera: Ephemera {
    private let listeners: Lock<[@Sendable (Signal) -> Void]>
    private let client: RedisClient
    private let subscriber: RedisSubscriber
    private let prefix: String
    private let channel: [UInt8]

    init(_ settings: SignalSettings, _ endpoint: RedisEndpoint, on loop: EventLoop, dialer: RedisDialer) {
        let listeners = Lock<[@Sendable (Signal) -> Void]>([])
        self.listeners = listeners
        prefix = settings.prefix + ":"
        channel = Array((settings.prefix + ":signals").utf8)
        var patience = RedisSettings()
        patience.commandTimeout = settings.timeout
        client = RedisClient(endpoint, on: loop, dialer: dialer, settings: patience)
        subscriber = RedisSubscriber(
            endpoint, on: loop, dialer: dialer, settings: patience,
            handlers: RedisSubscriber.Handlers(message: { _, payload in
                guard let signal = Signal(payload) else { return }
                for listener in listeners.withLock({ $0 }) { listener(signal) }
            }))
        subscriber.subscribe([channel])
    }

    func start() {
        client.start()
        subscriber.start()
    }

    func stop() {
        subscriber.stop()
        client.stop()
    }

    func tell(_ signal: Signal) {
        Task {
            let command = RedisCommand("PUBLISH", RedisWord(channel), RedisWord(signal.bytes))
            // Why nothing more if it was published: this node hears of it as the others do.
            if (try? await client.call(command)) != nil { return }
            for listener in listeners.withLock({ $0 }) { listener(signal) }
        }
    }

    func listen(_ body: @escaping @Sendable (Signal) -> Void) {
        listeners.withLock { $0.append(body) }
    }

    func keep(_ key: String, _ value: String, for duration: Duration) async {
        let seconds = max(1, duration.components.seconds)
        _ = try? await client.call(
            RedisCommand("SET", RedisWord(prefix + key), RedisWord(value), "EX", RedisWord(seconds)))
    }

    func drop(_ key: String) async { _ = try? await client.call(RedisCommand("DEL", RedisWord(prefix + key))) }

    func kept(_ keys: [String]) async -> [String?] {
        guard !keys.isEmpty else { return [] }
        let words = ["MGET"] + keys.map { RedisWord(prefix + $0) }
        guard let reply = try? await client.call(RedisCommand(words: words)), let items = reply.array else {
            return keys.map { _ in nil }
        }
        return items.map { $0.payload.map { String(decoding: $0, as: UTF8.self) } }
    }
}
