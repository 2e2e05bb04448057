import ContextKit
import Networking
import Prelude

/// The streams that clients have reserved, found by their tokens from every loop.
final class StreamReservations: Sendable {
    /// Limit: reservations of a node, opened or not.
    private static let countMax = 20_000

    private struct Entry {
        let viewer: Viewer
        let subscriber: CacheKey
        var isClaimed = false
        var stream: SharedStream?
    }

    private struct State {
        var entries: [[UInt8]: Entry] = [:]
        /// How many each subscriber has.
        var counts: [CacheKey: Int] = [:]

        mutating func remove(_ token: [UInt8]) {
            guard let entry = entries.removeValue(forKey: token) else { return }
            let left = counts[entry.subscriber, default: 1] - 1
            counts[entry.subscriber] = left > 0 ? left : nil
        }
    }

    private let state = Lock(State())
    /// Limit: reservations of one viewer, or of one address that shows no token.
    private let perSubscriberMax: Int

    init(perSubscriberMax: Int) { self.perSubscriberMax = perSubscriberMax }

    /// A token that cannot be guessed; nil if there are too many.
    func reserve(for viewer: Viewer, from peer: IPAddress?) -> [UInt8]? {
        let subscriber = viewer.subscriber(from: peer)
        var random = SystemRandomNumberGenerator()
        let token = (0..<4).flatMap { _ in Array(String(random.next() as UInt64, radix: 36).utf8) }
        return state.withLock { state in
            guard state.entries.count < Self.countMax, state.counts[subscriber, default: 0] < perSubscriberMax else {
                return nil
            }
            state.entries[token] = Entry(viewer: viewer, subscriber: subscriber)
            state.counts[subscriber, default: 0] += 1
            return token
        }
    }

    enum Claim { case granted, unknown, taken }

    /// Takes the reservation for the one stream that it is for; `attach` or `release` follows.
    ///
    /// Why nobody will do: a browser cannot say who it is here. A token that cannot be guessed was given to one
    /// viewer, is good for one stream, and shows nothing but what that viewer sends operations for.
    func claim(_ token: [UInt8], _ viewer: Viewer?) -> Claim {
        state.withLock { state in
            guard let entry = state.entries[token], viewer == nil || entry.viewer == viewer else { return .unknown }
            guard !entry.isClaimed else { return .taken }
            state.entries[token]?.isClaimed = true
            return .granted
        }
    }

    func attach(_ stream: SharedStream, to token: [UInt8]) {
        state.withLock { $0.entries[token]?.stream = stream }
    }

    /// A reservation of the viewer; its stream is nil as long as it was not opened.
    func find(_ token: [UInt8], _ viewer: Viewer) -> (isKnown: Bool, stream: SharedStream?) {
        state.withLock { state in
            guard let entry = state.entries[token], entry.viewer == viewer else { return (false, nil) }
            return (true, entry.stream)
        }
    }

    func release(_ token: [UInt8]) { state.withLock { $0.remove(token) } }

    /// Forgets a reservation that nobody has opened.
    func releaseUnclaimed(_ token: [UInt8]) {
        state.withLock { state in
            if state.entries[token]?.isClaimed == false { state.remove(token) }
        }
    }
}
