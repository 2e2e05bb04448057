import GraphQLPlanning

/// The requests that one event loop has met before, by the bytes of their bodies.
///
/// A body is remembered when it comes for the second time, so that bodies which are never the same cost a look and
/// nothing else. Each has one place by its hash; another body with that place takes it over.
// Safe because it is used on one loop only.
final class KnownRequests: @unchecked Sendable {
    /// What a body was found to be.
    enum Finding {
        case known(KnownRequest)
        /// It was met before and is worth being remembered.
        case metBefore
        case new
    }

    /// Limit: requests that are remembered.
    private static let requestsMax = 1_024
    /// Limit: bodies of which it is remembered that they came once. Few, so that a body counts as one that comes again
    /// only if it does so soon, and a long row of others is not worth remembering.
    private static let metMax = 512
    /// Limit: bytes of a body that is looked for.
    private static let bodyBytesMax = 16 << 10

    private let bytesMax: Int
    private let seed = UInt64.random(in: 1 ... .max)
    private var places: [KnownRequest?]
    private var met: [UInt64]
    private var byteCount = 0

    init(bytesMax: Int) {
        self.bytesMax = bytesMax
        places = Array(repeating: nil, count: bytesMax > 0 ? Self.requestsMax : 0)
        met = Array(repeating: 0, count: bytesMax > 0 ? Self.metMax : 0)
    }

    func find(_ body: [UInt8]) -> Finding {
        guard !places.isEmpty, !body.isEmpty, body.count <= Self.bodyBytesMax else { return .new }
        let hash = hash(body)
        if let known = places[Self.place(hash)], Self.areSame(known.body, body) { return .known(known) }
        let place = Int(truncatingIfNeeded: hash >> 32) & (Self.metMax - 1)
        if met[place] == hash { return .metBefore }
        met[place] = hash
        return .new
    }

    func remember(_ request: KnownRequest) {
        guard request.byteCount <= bytesMax / 4 else { return }
        let place = Self.place(hash(request.body))
        if let old = places[place] {
            old.keeper = nil
            byteCount -= old.byteCount
        }
        places[place] = request
        request.keeper = self
        grew(by: request.byteCount)
    }

    /// Something that is remembered takes more than before.
    func grew(by bytes: Int) {
        byteCount += bytes
        guard byteCount > bytesMax else { return }
        // Why all: what is asked again comes back at its next request, and no order has to be kept for this.
        for request in places { request?.keeper = nil }
        places = Array(repeating: nil, count: Self.requestsMax)
        byteCount = 0
    }

    /// Why by hand: arrays are compared byte by byte.
    private static func areSame(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        return left.withUnsafeBytes { left in
            right.withUnsafeBytes { right in
                var differing: UInt64 = 0
                var at = 0
                while at &+ 8 <= left.count {
                    differing |=
                        left.loadUnaligned(fromByteOffset: at, as: UInt64.self)
                        ^ right.loadUnaligned(fromByteOffset: at, as: UInt64.self)
                    at &+= 8
                }
                while at < left.count {
                    differing |= UInt64(left[at] ^ right[at])
                    at &+= 1
                }
                return differing == 0
            }
        }
    }

    private static func place(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash) & (requestsMax - 1) }

    /// Why not the hasher's: this one looks at eight bytes a step, and whoever makes two bodies meet gains nothing.
    private func hash(_ body: [UInt8]) -> UInt64 {
        body.withUnsafeBytes { bytes in
            var hash = seed ^ UInt64(truncatingIfNeeded: bytes.count)
            var at = 0
            while at &+ 8 <= bytes.count {
                hash = (hash ^ bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)) &* 0x9E37_79B9_7F4A_7C15
                hash ^= hash >> 32
                at &+= 8
            }
            var rest: UInt64 = 0
            while at < bytes.count {
                rest = rest << 8 | UInt64(bytes[at])
                at &+= 1
            }
            hash = (hash ^ rest) &* 0x9E37_79B9_7F4A_7C15
            return hash ^ hash >> 29
        }
    }
}
