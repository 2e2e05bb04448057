import ContextKit
import Lifecycle
import Networking
import Redis

/// One look at what other nodes have read, on behalf of a flight.
///
///     get ── proven ─────────────────────────► kept
///      ├─ unavailable ─► read                     ▲
///      └─ else: lease ── own or unavailable ─► read
///                 └─ another's: pause, get again ─┘ … until the wait is over ─► read
///
/// Invariant: as long as Redis does not answer, it costs one command's timeout in all.
// Safe because everything but `begin` happens on the client's loop.
final class SharedLookup: @unchecked Sendable {
    private let shared: SharedCache
    private let flight: Flight
    private let cache: QueryCache
    private let client: RedisClient
    private let name: SharedName
    private let done: @Sendable (CacheAnswer) -> Void
    private var waitsUntil: MonotonicTime?

    /// How often another node's answer is looked for; each time somewhat longer, so that nodes do not ask in step.
    private static let pause = 5...15

    init(
        _ shared: SharedCache, _ flight: Flight, _ cache: QueryCache, _ done: @escaping @Sendable (CacheAnswer) -> Void
    ) {
        (self.shared, self.flight, self.cache, self.done) = (shared, flight, cache, done)
        client = shared.client()
        name = shared.name(of: flight.asked)
    }

    func begin() {
        if client.loop.isInLoop { look() } else { client.loop.execute { self.look() } }
    }

    private func look() {
        let asked = client.loop.now
        shared.find(name, with: client) { [self] found in
            switch found {
            case .unavailable: read(lease: nil)
            case .nothing: lookedInVain(since: asked)
            case .read(let kept):
                guard cache.take(kept, for: flight.asked, flight.key) else { return lookedInVain(since: asked) }
                cache.noteLookup(true)
                flight.found(kept)
                done(.kept(kept.read, again: nil))
            }
        }
    }

    private func lookedInVain(since asked: MonotonicTime) {
        if let waitsUntil { return waitMore(until: waitsUntil) }
        // Why what is left: both commands together may cost no more than one.
        let left = client.commandTimeout - (client.loop.now - asked)
        guard left > .zero else { return read(lease: nil) }
        shared.lease(name, with: client, within: left) { [self] lease in
            switch lease {
            case .own(let token): read(lease: token)
            case .unavailable: read(lease: nil)
            case .anothers:
                let until = client.loop.now + shared.limits.leaseWait
                waitsUntil = until
                waitMore(until: until)
            }
        }
    }

    private func waitMore(until deadline: MonotonicTime) {
        let pause = Duration.milliseconds(Int.random(in: Self.pause))
        guard client.loop.now + pause < deadline else { return read(lease: nil) }
        client.loop.schedule(after: pause) { [self] in look() }
    }

    private func read(lease: [UInt8]?) {
        cache.noteLookup(false)
        flight.begin(lease: lease)
        done(.missing(flight))
    }
}
