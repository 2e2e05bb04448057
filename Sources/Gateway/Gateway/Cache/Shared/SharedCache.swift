import ContextKit
import Cryptography
import Database
import Lifecycle
import Networking
import Prelude
import Redis

/// The answers of reads in a Redis that the nodes of one store share.
///
/// Nothing depends on it but speed: what it says is proven by the tag clock like everything else, and what it does not
/// say within its short time is read from the store. Keys of one answer and of the lease to read it carry one hash tag,
/// so they lie together in a cluster, and no command names the keys of two answers.
package final class SharedCache: Sendable {
    /// What became of asking.
    enum Found: Sendable {
        case read(KeptRead)
        case nothing
        /// Redis was not there, or not in time.
        case unavailable
    }

    /// The bounds of what is asked of other nodes.
    package struct Limits: Sendable {
        /// Limit: bytes of one answer; longer ones stay on their node.
        package var entryBytesMax = 256 << 10
        /// How long others wait for the node that reads, if it never answers.
        package var leaseTime = Duration.milliseconds(300)
        /// Limit: how long a request waits for another node's read before it reads by itself.
        package var leaseWait = Duration.milliseconds(100)

        package init() {}
    }

    private let clients: [RedisClient]
    private let sealing: SealingKey
    private let name: HMACKey
    let limits: Limits

    /// One client for each loop. The secret is the store's: nodes of other stores find and read nothing.
    package init(_ clients: [RedisClient], secret: [UInt8], limits: Limits = Limits()) throws(KeyFault) {
        precondition(!clients.isEmpty, "Redis is reached from at least one loop.")
        self.clients = clients
        let root = try HMACKey(secret.span)
        sealing = try SealingKey(root.tag(of: Array("cache entries".utf8).span).span)
        name = try HMACKey(root.tag(of: Array("cache names".utf8).span).span)
        self.limits = limits
    }

    /// The client of the calling loop, or of any for a caller that runs on none.
    func client() -> RedisClient {
        clients.first { $0.loop.isInLoop } ?? clients[Int.random(in: 0..<clients.count)]
    }

    /// What an answer is called. Nodes of other code, whose statements differ, use other names.
    func name(of asked: CacheQuestion) -> SharedName {
        var bytes = Array(GatewayVersion.text.utf8)
        bytes.append(0)
        bytes += asked.key
        for query in asked.queries {
            bytes.append(0)
            bytes += query.statement.sql.utf8
        }
        return SharedName(hash: Array(name.tag(of: bytes.span).prefix(24)))
    }

    /// Looks for an answer; calls back on the client's loop.
    func find(_ name: SharedName, with client: RedisClient, _ done: @escaping (Found) -> Void) {
        client.send(RedisCommand("GET", RedisWord(name.entry))) { [sealing] result in
            guard case .success(let reply) = result else { return done(.unavailable) }
            guard let bytes = reply.payload else { return done(.nothing) }
            done(SharedEntry.open(bytes, sealing, name).map { .read($0) } ?? .nothing)
        }
    }

    /// Asks to be the one node that reads: nil if Redis does not say, otherwise the proof or that another one reads.
    func lease(
        _ name: SharedName, with client: RedisClient, within timeout: Duration,
        _ done: @escaping (Lease) -> Void
    ) {
        let token = SecureRandom.bytes(12)
        let milliseconds = RedisWord(max(1, limits.leaseTime.wholeMilliseconds))
        let command = RedisCommand(words: ["SET", RedisWord(name.lease), RedisWord(token), "NX", "PX", milliseconds])
        client.send(command, timeout: timeout) { result in
            switch result {
            case .failure: done(.unavailable)
            case .success(let reply): done(reply.isNull ? .anothers : .own(token))
            }
        }
    }

    enum Lease: Sendable {
        case own([UInt8])
        case anothers
        case unavailable
    }

    /// Leaves an answer for other nodes, unless a newer one is there, and ends the lease.
    func keep(_ kept: KeptRead, for asked: CacheQuestion, lease: [UInt8]?) {
        let name = name(of: asked)
        let value = SharedEntry.seal(kept, sealing, name)
        guard let value, value.count <= limits.entryBytesMax else { return }
        let client = client()
        Task(executorPreference: client.loop) {
            // Why the error is passed over: the client counts it, and nobody waits for this.
            _ = try? await client.run(
                Self.replace, keys: [RedisWord(name.entry), RedisWord(name.lease)],
                arguments: [
                    RedisWord(value), RedisWord(Int64(max(1, asked.policy.seconds))), RedisWord(lease ?? []),
                ])
        }
    }

    /// The first bytes of an entry are digits of equal length, so their order as text is that of their numbers; what
    /// does not begin with them is none.
    private static let replace = RedisScript(
        """
        local old = redis.call('GETRANGE', KEYS[1], 0, 38)
        if #old < 39 or string.find(old, '%D') or old <= string.sub(ARGV[1], 1, 39) then
            redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
        end
        if redis.call('GET', KEYS[2]) == ARGV[3] then redis.call('DEL', KEYS[2]) end
        """)
}

/// The two keys of one answer.
struct SharedName: Sendable {
    let entry: [UInt8]
    let lease: [UInt8]

    /// The version in front is that of the entries' form.
    init(hash: [UInt8]) {
        let tag = Array("{".utf8) + Base64.encode(hash.span, as: .url) + Array("}".utf8)
        entry = Array("belvedere:1:".utf8) + tag
        lease = entry + Array(":lease".utf8)
    }
}
