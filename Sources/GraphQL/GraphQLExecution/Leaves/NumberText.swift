import GraphQLSchema

/// Numbers in texts, read as the reference implementation's language reads them.
enum NumberText {
    /// The plain digits of an integer: white space around it, a sign and single underscores between digits are allowed.
    static func integer(_ bytes: ArraySlice<UInt8>) -> String? {
        var digits: [UInt8] = []
        var text = trimmed(bytes)
        if let sign = text.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            if sign == UInt8(ascii: "-") { digits.append(sign) }
            text = text.dropFirst()
        }
        guard appendDigits(text, to: &digits) else { return nil }
        return String(decoding: digits, as: UTF8.self)
    }

    /// A decimal number with optional fraction and exponent, or a name of infinity, which is not finite.
    static func double(_ bytes: ArraySlice<UInt8>) -> Double? {
        let text = trimmed(bytes)
        let isPlain = text.allSatisfy { byte in
            byte &- 0x30 < 10 || byte == UInt8(ascii: ".") || byte | 0x20 == UInt8(ascii: "e")
                || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
        }
        guard isPlain, let first = text.first, first != UInt8(ascii: "_"), text.last != UInt8(ascii: "_") else {
            return nil
        }
        for (left, right) in zip(text, text.dropFirst())
        where (left == UInt8(ascii: "_") && right &- 0x30 >= 10) || (right == UInt8(ascii: "_") && left &- 0x30 >= 10) {
            return nil
        }
        return Double(String(decoding: text.filter { $0 != UInt8(ascii: "_") }, as: UTF8.self))
    }

    /// The digits of a double that is a whole number, however large.
    static func integerDigits(_ value: Double) -> String? {
        guard value.isFinite, value.rounded(.towardZero) == value else { return nil }
        if let small = Int64(exactly: value) { return String(small) }
        let text = String(decoding: WholeDigits.of(value.magnitude), as: UTF8.self)
        return value < 0 ? "-" + text : text
    }

    /// Whether the double is exactly the integer that was written.
    static func isExact(_ value: Double, _ digits: String) -> Bool {
        var plain = digits[...]
        let isNegative = plain.hasPrefix("-")
        if isNegative { plain = plain.dropFirst() }
        return integerDigits(value) == (isNegative ? "-" : "") + plain
    }

    private static func appendDigits(_ text: ArraySlice<UInt8>, to digits: inout [UInt8]) -> Bool {
        var mayEnd = false
        for byte in text {
            if byte &- 0x30 < 10 {
                digits.append(byte)
                mayEnd = true
            } else {
                guard byte == UInt8(ascii: "_"), mayEnd else { return false }
                mayEnd = false
            }
        }
        return mayEnd
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var text = bytes
        while let byte = text.first, isSpace(byte) { text = text.dropFirst() }
        while let byte = text.last, isSpace(byte) { text = text.dropLast() }
        return text
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }
}
