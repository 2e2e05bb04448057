/// A short name that is written into stored data and compared by its bytes.
///
/// Invariant: `text` is 1...`bytesMax` bytes of visible ASCII, so that every engine compares it alike.
package protocol StoredName: Hashable, Comparable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
    /// Limit: the longest name that a store must be able to hold.
    static var bytesMax: Int { get }
    var text: String { get }
    /// Takes a text that `isValid` has accepted.
    init(validated text: String)
    static func isValid(_ text: String) -> Bool
}

extension StoredName {
    package static var bytesMax: Int { 128 }

    /// Takes a text from outside, or nothing if it is empty, too long or not visible ASCII.
    package init?(_ text: String) {
        guard Self.isValid(text) else { return nil }
        self.init(validated: text)
    }

    package init(stringLiteral text: String) {
        precondition(Self.isValid(text), "Not a stored name: \(text)")
        self.init(validated: text)
    }

    package var description: String { text }

    package static func isValid(_ text: String) -> Bool {
        let bytes = text.utf8
        return !bytes.isEmpty && bytes.count <= bytesMax && bytes.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }

    package static func < (left: Self, right: Self) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }
}
