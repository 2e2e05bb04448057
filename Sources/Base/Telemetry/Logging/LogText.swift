/// Makes text from anywhere harmless in a line: control bytes are escaped, and what is too long is cut.
///
/// Why on bytes: "\r\n" is one Character, so a search for "\n" on characters misses it.
enum LogText {
    /// Limit: bytes of a message or of one field's value.
    static let bytesMax = 2048

    /// The first bytes of the text, cut between characters of UTF-8, and how many were cut.
    static func cut(_ text: String) -> (kept: String, dropped: Int) {
        var text = text
        let dropped = text.withUTF8 { bytes in
            guard bytes.count > bytesMax else { return 0 }
            var end = bytesMax
            while end > 0, bytes[end] & 0xc0 == 0x80 { end -= 1 }
            return bytes.count - end
        }
        guard dropped > 0 else { return (text, 0) }
        return (String(decoding: text.utf8.dropLast(dropped), as: UTF8.self), dropped)
    }

    /// Appends text for a terminal: no byte of it can move the cursor, change colours or begin a line.
    static func appendVisible(_ text: String, to bytes: inout [UInt8]) {
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x0a: bytes += Array("\\n".utf8)
            case 0x0d: bytes += Array("\\r".utf8)
            case 0x09: bytes += Array("\\t".utf8)
            case 0..<0x20, 0x7f..<0xa0, 0x200e, 0x200f, 0x2028...0x202e, 0x2066...0x2069, 0xfeff:
                bytes += Array("\\u{\(String(scalar.value, radix: 16))}".utf8)
            default: bytes += Array(String(scalar).utf8)
            }
        }
    }
}
