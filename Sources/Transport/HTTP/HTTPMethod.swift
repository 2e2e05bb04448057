/// The request methods that the server can tell apart; all the rest is `other`, which is refused and never echoed.
package enum HTTPMethod: UInt8, Sendable, Equatable, CaseIterable {
    case get, head, post, put, delete, options, patch, query, trace, connect, other

    /// The method's name as it stands on the wire.
    package var name: StaticString {
        switch self {
        case .get: "GET"
        case .head: "HEAD"
        case .post: "POST"
        case .put: "PUT"
        case .delete: "DELETE"
        case .options: "OPTIONS"
        case .patch: "PATCH"
        case .query: "QUERY"
        case .trace: "TRACE"
        case .connect: "CONNECT"
        case .other: "OTHER"
        }
    }

    /// Reads a method name; case counts, as RFC 9110 9.1 has it.
    package init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self = Self.allCases.dropLast().first { matches(bytes, $0.name) } ?? .other
    }

    @inline(__always)
    init(_ start: UnsafePointer<UInt8>, _ count: Int) {
        if count == 3, start[0] == 0x47, start[1] == 0x45, start[2] == 0x54 {
            self = .get
        } else if count == 4, UnsafeRawPointer(start).loadUnaligned(as: UInt32.self) == 0x5453_4f50 {
            self = .post
        } else {
            self.init(UnsafeBufferPointer(start: start, count: count))
        }
    }
}
