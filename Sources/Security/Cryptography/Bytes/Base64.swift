/// Bytes as base64, read strictly: one text for one sequence of bytes.
///
/// Why: a reader that skips whitespace, guesses padding or ignores the unused bits of the last digit accepts many texts
/// for the same token, which defeats lists of revoked tokens and keys of caches.
/// Spec: RFC 4648, sections 3.5, 4 and 5.
package enum Base64 {
    /// The two alphabets that are in use.
    package enum Form: Sendable {
        /// `+` and `/`, padded to whole groups of four with `=`.
        case standard
        /// `-` and `_`, never padded.
        case url
    }

    package static func encode(_ bytes: Span<UInt8>, as form: Form) -> [UInt8] {
        let alphabet = form == .standard ? standardAlphabet : urlAlphabet
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var index = 0
        while index < bytes.count {
            let left = bytes.count - index
            let first = bytes[index]
            let second = left > 1 ? bytes[index + 1] : 0
            let third = left > 2 ? bytes[index + 2] : 0
            text.append(alphabet[Int(first >> 2)])
            text.append(alphabet[Int((first & 3) << 4 | second >> 4)])
            if left > 1 { text.append(alphabet[Int((second & 15) << 2 | third >> 6)]) }
            if left > 2 { text.append(alphabet[Int(third & 63)]) }
            if form == .standard, left < 3 { text.append(contentsOf: repeatElement(padding, count: 3 - left)) }
            index += 3
        }
        return text
    }

    /// The bytes that encode to exactly this text; nothing for any other text.
    package static func decode(_ text: Span<UInt8>, as form: Form) -> [UInt8]? {
        var count = text.count
        if form == .standard {
            guard count & 3 == 0 else { return nil }
            if count > 0, text[count - 1] == padding { count -= 1 }
            if count > 1, count < text.count, text[count - 1] == padding { count -= 1 }
        }
        let tail = count & 3
        guard tail != 1 else { return nil }
        let values = form == .standard ? standardValues : urlValues
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count / 4 * 3 + 2)
        var group: UInt32 = 0
        for index in 0..<count {
            let value = values[Int(text[index])]
            guard value < 64 else { return nil }
            group = group << 6 | UInt32(value)
            if index & 3 == 3 {
                bytes.append(UInt8(truncatingIfNeeded: group >> 16))
                bytes.append(UInt8(truncatingIfNeeded: group >> 8))
                bytes.append(UInt8(truncatingIfNeeded: group))
                group = 0
            }
        }
        if tail == 2 {
            guard group & 0x0F == 0 else { return nil }
            bytes.append(UInt8(truncatingIfNeeded: group >> 4))
        } else if tail == 3 {
            guard group & 0x03 == 0 else { return nil }
            bytes.append(UInt8(truncatingIfNeeded: group >> 10))
            bytes.append(UInt8(truncatingIfNeeded: group >> 2))
        }
        return bytes
    }

    private static let padding: UInt8 = 0x3D
    private static let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    private static let standardAlphabet = Array((digits + "+/").utf8)
    private static let urlAlphabet = Array((digits + "-_").utf8)
    private static let standardValues = values(of: standardAlphabet)
    private static let urlValues = values(of: urlAlphabet)

    /// The value of each byte, 255 for those that are no digit.
    private static func values(of alphabet: [UInt8]) -> [UInt8] {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, digit) in alphabet.enumerated() { values[Int(digit)] = UInt8(value) }
        return values
    }
}
