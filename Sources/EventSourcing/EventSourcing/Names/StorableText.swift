extension String {
    /// Limit: bytes of a reason that is kept for operators.
    private static let reasonBytesMax = 2_000

    /// The text as every engine takes it: PostgreSQL stores no NUL, and nobody reads a megabyte of reasons.
    var storable: String {
        if utf8.count <= Self.reasonBytesMax, !utf8.contains(0) { return self }
        return String(decoding: utf8.lazy.map { $0 == 0 ? 0x20 : $0 }.prefix(Self.reasonBytesMax), as: UTF8.self)
    }
}
