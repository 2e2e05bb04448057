import EventSourcing

/// Under which bytes a user is kept here: a hash of tenant and id, so that the tables name nobody.
///
/// Why without a key: a projection is a pure function of the log. Whoever can guess an id can find its rows; nobody can
/// read ids from rows.
enum UserHash {
    private static let bytesCount = 16

    static func bytes(tenant: String, user: String) -> [UInt8] {
        var digest = SHA256()
        digest.update(part: "user-activity".utf8)
        digest.update(part: tenant.utf8)
        digest.update(part: user.utf8)
        let words = digest.finish()
        return (0..<bytesCount).map { UInt8(truncatingIfNeeded: words[$0 / 8] >> UInt64(56 - $0 % 8 * 8)) }
    }

    /// As clients are shown it: lower-case hexadecimal.
    static func text(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
