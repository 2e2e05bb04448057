import Prelude

/// Where a Redis is and who we are there, as one address.
///
///     redis://[user[:password]@]host[:port][/database]      rediss:// the same over TLS
///     unix:[//[user[:password]@]]/path/to.sock[?db=database]
package struct RedisEndpoint: Sendable, Equatable {
    /// How to reach it.
    package enum Place: Sendable, Equatable {
        case host(String, port: UInt16)
        case socket(path: String)
    }

    package var place: Place
    package var usesTLS: Bool
    /// Nothing for the default user.
    package var user: [UInt8]?
    package var password: [UInt8]?
    package var database: Int

    package init(
        _ place: Place, usesTLS: Bool = false, user: [UInt8]? = nil, password: [UInt8]? = nil, database: Int = 0
    ) {
        (self.place, self.usesTLS) = (place, usesTLS)
        (self.user, self.password, self.database) = (user, password, database)
    }

    /// Reads an address; nothing if a part of it is unknown, so that a typing mistake is found at start-up.
    package init?(_ text: String) {
        var rest = Array(text.utf8)[...]
        func take(_ prefix: String) -> Bool {
            guard rest.starts(with: prefix.utf8) else { return false }
            rest = rest.dropFirst(prefix.utf8.count)
            return true
        }
        let isSocket: Bool
        if take("redis://") {
            (isSocket, usesTLS) = (false, false)
        } else if take("rediss://") {
            (isSocket, usesTLS) = (false, true)
        } else if take("unix://") || take("unix:") {
            (isSocket, usesTLS) = (true, false)
        } else {
            return nil
        }
        if let at = rest.lastIndex(of: 0x40), let parts = Self.credentials(rest[..<at]) {
            (user, password) = parts
            rest = rest[(at + 1)...]
        } else {
            (user, password) = (nil, nil)
        }
        guard let (place, database) = isSocket ? Self.socket(rest) : Self.host(rest) else { return nil }
        (self.place, self.database) = (place, database)
    }

    /// The name for logs, without secrets.
    package var description: String {
        switch place {
        case .host(let host, let port): "\(host):\(port)"
        case .socket(let path): "unix:\(path)"
        }
    }

    private static func credentials(_ text: ArraySlice<UInt8>) -> ([UInt8]?, [UInt8]?)? {
        guard !text.isEmpty else { return (nil, nil) }
        let colon = text.firstIndex(of: 0x3A) ?? text.endIndex
        guard let user = decoded(text[..<colon]) else { return nil }
        guard colon < text.endIndex else { return (user, nil) }
        guard let password = decoded(text[(colon + 1)...]) else { return nil }
        return (user.isEmpty ? nil : user, password)
    }

    private static func host(_ text: ArraySlice<UInt8>) -> (Place, Int)? {
        let slash = text.firstIndex(of: 0x2F) ?? text.endIndex
        var database = 0
        if slash < text.endIndex, slash + 1 < text.endIndex {
            guard let number = number(text[(slash + 1)...]) else { return nil }
            database = number
        }
        var authority = text[..<slash]
        var host: ArraySlice<UInt8>
        if authority.first == 0x5B {
            guard let close = authority.firstIndex(of: 0x5D) else { return nil }
            host = authority[(authority.startIndex + 1)..<close]
            authority = authority[(close + 1)...]
            guard authority.isEmpty || authority.first == 0x3A else { return nil }
        } else {
            host = authority.prefix { $0 != 0x3A }
            authority = authority.dropFirst(host.count)
        }
        var port = 6_379
        if !authority.isEmpty {
            guard let number = number(authority.dropFirst()), (1...65_535).contains(number) else { return nil }
            port = number
        }
        guard !host.isEmpty, !host.contains(0x40), host.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        return (.host(String(decoding: host, as: UTF8.self), port: UInt16(port)), database)
    }

    private static func socket(_ text: ArraySlice<UInt8>) -> (Place, Int)? {
        let path = text.prefix { $0 != 0x3F }
        let query = text.dropFirst(path.count)
        var database = 0
        if !query.isEmpty {
            guard query.starts(with: "?db=".utf8), let number = number(query.dropFirst(4)) else { return nil }
            database = number
        }
        guard path.first == 0x2F, let decoded = decoded(path) else { return nil }
        return (.socket(path: String(decoding: decoded, as: UTF8.self)), database)
    }

    private static func number(_ text: ArraySlice<UInt8>) -> Int? {
        guard (1...5).contains(text.count), text.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(String(decoding: text, as: UTF8.self))
    }

    /// Resolves `%41`; nothing if one is broken.
    private static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            guard byte == 0x25 else {
                bytes.append(byte)
                continue
            }
            guard let pair = Hex.bytes(rest.prefix(2)), pair.count == 1 else { return nil }
            bytes += pair
            rest = rest.dropFirst(2)
        }
        return bytes
    }
}
