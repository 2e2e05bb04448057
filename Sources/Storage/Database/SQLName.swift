/// The name of a table, a column or an index: lower-case ASCII, so that neither engine folds, quotes or cuts it.
package struct SQLName: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    package let text: String

    /// Limit: PostgreSQL cuts names at 63 bytes in silence; the rest is left for suffixes.
    package static let bytesMax = 48

    /// Nil for a name that an engine would change or refuse.
    package init?(_ text: String) {
        let bytes = text.utf8
        guard let first = bytes.first, bytes.count <= SQLName.bytesMax, first == 0x5f || (0x61...0x7a).contains(first),
            bytes.allSatisfy({ (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5f })
        else { return nil }
        self.text = text
    }

    package init(stringLiteral value: String) {
        guard let name = SQLName(value) else { preconditionFailure("\(value) cannot be a name in SQL.") }
        self = name
    }

    package var quoted: String { "\"\(text)\"" }
    package var description: String { text }
}
