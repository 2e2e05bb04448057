/// An error that Redis itself reports, by the first word of its text.
package struct RedisServerError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The words that a caller can act on.
    package enum Code: Sendable, Equatable {
        /// The key lives on another node of the cluster from now on.
        case moved(slot: UInt16, host: [UInt8], port: UInt16)
        /// The key is on its way to another node; only this one call goes there, after `ASKING`.
        case ask(slot: UInt16, host: [UInt8], port: UInt16)
        case noScript
        /// Credentials are missing, wrong, or do not allow the command.
        case notAllowed
        case wrongType
        /// Starting up, failing over or short of memory: worth another try later.
        case notNow
        case unspecified
    }

    package let code: Code
    /// The whole text, for the log.
    package let text: [UInt8]

    init(parsing text: [UInt8]) {
        self.text = text
        let words = text.split(separator: 0x20, maxSplits: 3)
        let first = words.first.map { String(decoding: $0, as: UTF8.self) } ?? ""
        code =
            switch first {
            case "MOVED": Self.redirection(words).map { .moved(slot: $0, host: $1, port: $2) } ?? .unspecified
            case "ASK": Self.redirection(words).map { .ask(slot: $0, host: $1, port: $2) } ?? .unspecified
            case "NOSCRIPT": .noScript
            case "NOAUTH", "WRONGPASS", "NOPERM": .notAllowed
            case "WRONGTYPE": .wrongType
            case "LOADING", "BUSY", "CLUSTERDOWN", "TRYAGAIN", "MASTERDOWN", "READONLY", "OOM", "NOREPLICAS": .notNow
            default: .unspecified
            }
    }

    package var description: String { String(decoding: text, as: UTF8.self) }

    /// `MOVED 3999 127.0.0.1:6381`; the host may be an IPv6 address, or empty for the node that was asked.
    private static func redirection(_ words: [ArraySlice<UInt8>]) -> (UInt16, [UInt8], UInt16)? {
        guard words.count == 3, let slot = UInt16(String(decoding: words[1], as: UTF8.self)),
            slot < RedisSlot.count, let colon = words[2].lastIndex(of: 0x3A),
            let port = UInt16(String(decoding: words[2][(colon + 1)...], as: UTF8.self))
        else { return nil }
        return (slot, Array(words[2][..<colon]), port)
    }
}
