import ContextKit
import Prelude

/// The streams that clients have reserved, found by their tokens from every loop.
final class StreamReservations: Sendable {
    /// Limit: reservations of a node, opened or not.
    private static let countMax = 20_000

    private struct Entry {
        let viewer: Viewer
        var isClaimed = false
        var stream: SharedStream?
    }

    private let entries = Lock<[[UInt8]: Entry]>([:])

    /// A token that cannot be guessed; nil if there are too many.
    func reserve(for viewer: Viewer) -> [UInt8]? {
        var random = SystemRandomNumberGenerator()
        let token = (0..<4).flatMap { _ in Array(String(random.next() as UInt64, radix: 36).utf8) }
        return entries.withLock { entries in
            guard entries.count < Self.countMax else { return nil }
            entries[token] = Entry(viewer: viewer)
            return token
        }
    }

    enum Claim { case granted, unknown, taken }

    /// Takes the reservation for the one stream that it is for; `attach` or `release` follows.
    ///
    /// Why nobody will do: a browser cannot say who it is here. A token that cannot be guessed was given to one
    /// viewer, is good for one stream, and shows nothing but what that viewer sends operations for.
    func claim(_ token: [UInt8], _ viewer: Viewer?) -> Claim {
        entries.withLock { entries in
            guard let entry = entries[token], viewer == nil || entry.viewer == viewer else { return .unknown }
            guard !entry.isClaimed else { return .taken }
            entries[token]?.isClaimed = true
            return .granted
        }
    }

    func attach(_ stream: SharedStream, to token: [UInt8]) {
        entries.withLock { $0[token]?.stream = stream }
    }

    /// A reservation of the viewer; its stream is nil as long as it was not opened.
    func find(_ token: [UInt8], _ viewer: Viewer) -> (isKnown: Bool, stream: SharedStream?) {
        entries.withLock { entries in
            guard let entry = entries[token], entry.viewer == viewer else { return (false, nil) }
            return (true, entry.stream)
        }
    }

    func release(_ token: [UInt8]) { entries.withLock { $0[token] = nil } }

    /// Forgets a reservation that nobody has opened.
    func releaseUnclaimed(_ token: [UInt8]) {
        entries.withLock { entries in
            if entries[token]?.isClaimed == false { entries[token] = nil }
        }
    }
}
