/// The name under which a read-model table is read; the storage layer keeps one table per generation behind it.
///
/// Invariant: lower-case letters, digits and underscores, a letter first, so that it needs no quoting in SQL.
package struct TableName: StoredName {
    package let text: String
    package init(validated text: String) { self.text = text }
    package static var bytesMax: Int { 48 }

    package static func isValid(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= bytesMax else { return false }
        return isLetter(first) && text.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z") }
    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
}
