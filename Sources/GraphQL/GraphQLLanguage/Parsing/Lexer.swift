/// Reads tokens from bytes that are known to be valid UTF-8, but for surrogates, which it refuses.
///
/// Invariant: `position <= bytes.count`; no byte at or behind `bytes.count` is read.
/// Spec: 2.1 Source Text and appendix B.2 Lexical Tokens.
struct Lexer {
    let bytes: UnsafeBufferPointer<UInt8>
    /// The first byte that no token has taken.
    var position = 0
    /// Why the last token is `.invalid`.
    var fault = LexicalFault.unexpectedCharacter

    @inline(__always)
    func byte(at index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }

    @inline(__always)
    func isDigit(at index: Int) -> Bool { byte(at: index) &- UInt8(ascii: "0") < 10 }

    /// The next token; at the end of the source, again and again the end.
    mutating func next() -> Token {
        let table = CharacterClass.table
        var index = position
        let end = bytes.count
        guard let base = bytes.baseAddress else { return token(.endOfFile, 0, 0) }
        while index < end {
            let byte = base[index]
            switch table[Int(byte)] {
            case CharacterClass.nameStart:
                var close = index &+ 1
                while close < end, table[Int(base[close])] >= CharacterClass.digit { close &+= 1 }
                return token(.name, index, close)
            case CharacterClass.ignored, CharacterClass.lineTerminator:
                index &+= 1
            case CharacterClass.punctuator:
                return token(Self.punctuator(byte), index, index &+ 1)
            case CharacterClass.digit:
                return number(from: index)
            default:
                switch byte {
                case UInt8(ascii: "#"):
                    while index < end, table[Int(base[index])] != CharacterClass.lineTerminator {
                        if base[index] == 0xED, UTF8Check.isSurrogate(in: bytes, at: index) {
                            return invalid(.surrogate, at: index)
                        }
                        index &+= 1
                    }
                case UInt8(ascii: "\""):
                    return string(from: index)
                case UInt8(ascii: "-"):
                    return number(from: index)
                case 0xEF where self.byte(at: index + 1) == 0xBB && self.byte(at: index + 2) == 0xBF:
                    index &+= 3
                default:
                    return rare(byte, at: index)
                }
            }
        }
        return token(.endOfFile, end, end)
    }

    @inline(__always)
    mutating func token(_ kind: TokenKind, _ start: Int, _ end: Int, needsDecoding: Bool = false) -> Token {
        position = end
        return Token(kind: kind, needsDecoding: needsDecoding, start: start, end: end)
    }

    mutating func invalid(_ fault: LexicalFault, at offset: Int) -> Token {
        self.fault = fault
        return token(.invalid, offset, offset)
    }

    @inline(__always)
    private static func punctuator(_ byte: UInt8) -> TokenKind {
        switch byte {
        case UInt8(ascii: "!"): .bang
        case UInt8(ascii: "$"): .dollar
        case UInt8(ascii: "&"): .ampersand
        case UInt8(ascii: "("): .parenthesisLeft
        case UInt8(ascii: ")"): .parenthesisRight
        case UInt8(ascii: ":"): .colon
        case UInt8(ascii: "="): .equals
        case UInt8(ascii: "@"): .at
        case UInt8(ascii: "["): .bracketLeft
        case UInt8(ascii: "]"): .bracketRight
        case UInt8(ascii: "{"): .braceLeft
        case UInt8(ascii: "|"): .pipe
        default: .braceRight
        }
    }

    /// The spread, and everything that cannot begin a token.
    private mutating func rare(_ byte: UInt8, at index: Int) -> Token {
        guard byte == UInt8(ascii: ".") else {
            let isSurrogate = UTF8Check.isSurrogate(in: bytes, at: index)
            let fault: LexicalFault = isSurrogate ? .surrogate : .unexpectedCharacter
            return invalid(byte == UInt8(ascii: "'") ? .singleQuote : fault, at: index)
        }
        if self.byte(at: index + 1) == byte {
            return self.byte(at: index + 2) == byte ? token(.spread, index, index + 3) : invalid(.twoDots, at: index)
        }
        var end = index + 1
        while isDigit(at: end) { end += 1 }
        return invalid(end > index + 1 ? .leadingDot(end: end) : .unexpectedCharacter, at: index)
    }
}
