/// What is wrong where no token can be read.
enum LexicalFault {
    case unexpectedCharacter
    /// A surrogate, which is no character: in a string or elsewhere.
    case surrogateInString
    case surrogate
    case singleQuote
    case twoDots
    /// `.5`: the offset behind the digits.
    case leadingDot(end: Int)
    case digitAfterZero
    case digitExpected
    case unterminatedString
    /// `\x`: the offset behind as much of it as there is.
    case characterEscape(end: Int)
    /// `\uD800`, `\u{110000}` and the like: the offset behind the part that shows the fault.
    case unicodeEscape(end: Int)
    /// In a schema coordinate, where nothing may be ignored.
    case characterInCoordinate

    /// The reference implementation's sentence.
    func message(at offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> String {
        switch self {
        case .unexpectedCharacter: "Unexpected character: \(Self.codePoint(at: offset, in: bytes))."
        case .surrogateInString: "Invalid character within String: \(Self.codePoint(at: offset, in: bytes))."
        case .surrogate: "Invalid character: \(Self.codePoint(at: offset, in: bytes))."
        case .singleQuote: "Unexpected single quote character ('), did you mean to use a double quote (\")?"
        case .twoDots: "Unexpected '..', did you mean '...'?"
        case .leadingDot(let end):
            "Invalid number, expected digit before '.', did you mean '0.\(Self.text(offset + 1..<end, bytes))'?"
        case .digitAfterZero: "Invalid number, unexpected digit after 0: \(Self.codePoint(at: offset, in: bytes))."
        case .digitExpected: "Invalid number, expected digit but got: \(Self.codePoint(at: offset, in: bytes))."
        case .unterminatedString: "Unterminated string."
        case .characterEscape(let end): "Invalid character escape sequence: '\(Self.text(offset..<end, bytes))'."
        case .unicodeEscape(let end): "Invalid Unicode escape sequence: '\(Self.text(offset..<end, bytes))'."
        case .characterInCoordinate: "Invalid character: \(Self.codePoint(at: offset, in: bytes))."
        }
    }

    private static func text(_ range: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> String {
        String(decoding: bytes[range.clamped(to: 0..<bytes.count)], as: UTF8.self)
    }

    /// A printable ASCII character in quotes, any other as `U+1F600`, and the end as `<EOF>`.
    private static func codePoint(at offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> String {
        guard offset < bytes.count else { return "<EOF>" }
        let byte = bytes[offset]
        if byte >= 0x20 && byte < 0x7F { return "'\(Character(Unicode.Scalar(byte)))'" }
        let scalar =
            UTF8Check.isSurrogate(in: bytes, at: offset)
            ? 0xD000 | UInt32(bytes[offset + 1] & 0x3F) << 6 | UInt32(bytes[offset + 2] & 0x3F)
            : text(offset..<offset + 4, bytes).unicodeScalars.first?.value ?? UInt32(byte)
        let digits = String(scalar, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
