/// Which fields never reach a log, whatever they hold.
enum LogRedaction {
    static let replacement = "[redacted]"

    /// Last words of names that carry secrets: `token`, `access_token`, `Client-Secret`; not `token_count`.
    private static let words: Set<[UInt8]> = Set(
        ["password", "passwd", "passphrase", "secret", "token", "authorization", "cookie", "credential", "credentials"]
            .map { Array($0.utf8) })
    private static let endings = ["api_key", "private_key", "signing_key", "encryption_key", "apikey"]
        .map { Array($0.utf8) }

    static func isSecret(_ name: String) -> Bool {
        let bytes = name.utf8.map { byte -> UInt8 in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
            case UInt8(ascii: "-"), UInt8(ascii: "."): UInt8(ascii: "_")
            default: byte
            }
        }
        if endings.contains(where: { bytes.suffix($0.count).elementsEqual($0) }) { return true }
        let last = bytes.split(separator: UInt8(ascii: "_")).last.map(Array.init) ?? []
        return words.contains(last)
    }
}
