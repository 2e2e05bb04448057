/// Names a stream within its tenant as `category:id`.
///
/// Invariant: the category is lower-case letters, digits, `.`, `_` and `-`; the id is visible ASCII.
package struct StreamName: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let text: String
    private let categoryBytes: UInt8

    /// Limit: the longest name that a store must be able to hold.
    package static let bytesMax = 200
    /// Limit: the longest category.
    package static let categoryBytesMax = 63

    /// Takes the stored form, or nothing if it is not one.
    package init?(_ text: String) {
        let bytes = text.utf8
        guard bytes.count <= Self.bytesMax, let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let length = bytes.distance(from: bytes.startIndex, to: colon)
        guard StreamCategory.isValid(bytes[..<colon]), length + 1 < bytes.count else { return nil }
        guard bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        (self.text, categoryBytes) = (text, UInt8(length))
    }

    package init?(_ category: StreamCategory, _ id: String) {
        self.init("\(category.text):\(id)")
    }

    package init(_ category: StreamCategory, _ id: some TypedIdentifier) {
        (text, categoryBytes) = ("\(category.text):\(id)", UInt8(category.text.utf8.count))
    }

    /// Takes a text that this type once accepted, such as one from the store's own table, without checking it again.
    package init(stored text: String, categoryBytes: Int) {
        (self.text, self.categoryBytes) = (text, UInt8(clamping: categoryBytes))
    }

    package var category: StreamCategory {
        StreamCategory(validated: String(decoding: text.utf8.prefix(Int(categoryBytes)), as: UTF8.self))
    }

    package var id: String {
        String(decoding: text.utf8.dropFirst(Int(categoryBytes) + 1), as: UTF8.self)
    }

    package var description: String { text }
    package static func < (left: Self, right: Self) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }
    package static func == (left: Self, right: Self) -> Bool { left.text == right.text }
    package func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
