/// An absolute `http`, `https`, `ws` or `wss` address, taken apart and checked, for outgoing calls.
package struct WebAddress: Sendable, Hashable {
    package enum Scheme: String, Sendable { case http, https, ws, wss }

    package let scheme: Scheme
    /// The name or address, in lower case, without the brackets of IPv6.
    package let host: String
    package let port: UInt16
    /// Path and query as they go on the request line; never empty.
    package let target: String

    /// True when the connection must be TLS.
    package var isSecure: Bool { scheme == .https || scheme == .wss }

    /// The value for `Host`: the port only where it is not the scheme's own.
    package var authority: String {
        let name = host.utf8.contains(0x3a) ? "[\(host)]" : host
        return port == (isSecure ? 443 : 80) ? name : "\(name):\(port)"
    }

    /// Reads an address; nil for user information, other schemes, blanks, control bytes, bad ports, empty hosts.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        // Limit: 8 KiB, the longest request line that servers take.
        guard bytes.count <= 8 << 10, bytes.allSatisfy({ (0x21...0x7e).contains($0) }) else { return nil }
        guard let colon = bytes.firstIndex(of: 0x3a), bytes[colon...].starts(with: "://".utf8),
            let scheme = Scheme(rawValue: String(decoding: bytes[..<colon].map(lowercased), as: UTF8.self))
        else { return nil }
        let rest = bytes[(colon + 3)...]
        let authorityEnd = rest.firstIndex { $0 == 0x2f || $0 == 0x3f || $0 == 0x23 } ?? rest.endIndex
        guard let (host, port) = Self.hostAndPort(rest[..<authorityEnd]) else { return nil }
        let target = rest[authorityEnd...].prefix { $0 != 0x23 }
        self.scheme = scheme
        self.host = String(decoding: host.map(lowercased), as: UTF8.self)
        self.port = port ?? (scheme == .https || scheme == .wss ? 443 : 80)
        self.target = (target.first == 0x2f ? "" : "/") + String(decoding: target, as: UTF8.self)
    }

    private static func hostAndPort(_ authority: ArraySlice<UInt8>) -> (ArraySlice<UInt8>, UInt16?)? {
        let host: ArraySlice<UInt8>
        let rest: ArraySlice<UInt8>
        if authority.first == 0x5b {
            guard let end = authority.firstIndex(of: 0x5d) else { return nil }
            host = authority[(authority.startIndex + 1)..<end]
            rest = authority[(end + 1)...]
            let allowed = host.allSatisfy { $0 == 0x3a || $0 == 0x2e || AddressDigit.isHexadecimal($0) }
            guard allowed, host.contains(0x3a) else { return nil }
        } else {
            let end = authority.firstIndex(of: 0x3a) ?? authority.endIndex
            host = authority[..<end]
            rest = authority[end...]
            let allowed = host.allSatisfy { $0 &- 0x30 < 10 || lowercased($0) &- 0x61 < 26 || "-._".utf8.contains($0) }
            guard allowed else { return nil }
        }
        guard (1...253).contains(host.count) else { return nil }
        guard rest.count > 1 else { return rest.isEmpty ? (host, nil) : nil }
        guard rest.first == 0x3a, rest.count <= 6, rest.dropFirst().allSatisfy({ $0 &- 0x30 < 10 }),
            let port = UInt16(String(decoding: rest.dropFirst(), as: UTF8.self)), port > 0
        else { return nil }
        return (host, port)
    }
}

/// Hexadecimal digits of an IPv6 address.
private enum AddressDigit {
    static func isHexadecimal(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 || lowercased(byte) &- 0x61 < 6 }
}
