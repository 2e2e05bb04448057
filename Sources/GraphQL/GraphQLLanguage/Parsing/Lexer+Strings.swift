extension Lexer {
    /// Reads a quoted string or a block string.
    mutating func string(from start: Int) -> Token {
        if byte(at: start + 1) == UInt8(ascii: "\""), byte(at: start + 2) == UInt8(ascii: "\"") {
            return blockString(from: start)
        }
        var index = start + 1
        var needsDecoding = false
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                return token(.string, start, index + 1, needsDecoding: needsDecoding)
            case UInt8(ascii: "\\"):
                needsDecoding = true
                guard let fault = skipEscape(&index) else { continue }
                return invalid(fault, at: index)
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                return invalid(.unterminatedString, at: index)
            case 0xED where UTF8Check.isSurrogate(in: bytes, at: index):
                return invalid(.surrogateInString, at: index)
            default:
                index &+= 1
            }
        }
        return invalid(.unterminatedString, at: index)
    }

    /// Reads what stands between triple quotes; `\"""` is the only escape.
    private mutating func blockString(from start: Int) -> Token {
        var index = start + 3
        var needsDecoding = byte(at: index) == UInt8(ascii: " ") || byte(at: index) == UInt8(ascii: "\t")
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\"") where isTripleQuote(at: index):
                return token(.blockString, start, index + 3, needsDecoding: needsDecoding)
            case UInt8(ascii: "\\") where isTripleQuote(at: index + 1):
                needsDecoding = true
                index += 4
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                needsDecoding = true
                index &+= 1
            case 0xED where UTF8Check.isSurrogate(in: bytes, at: index):
                return invalid(.surrogateInString, at: index)
            default:
                index &+= 1
            }
        }
        return invalid(.unterminatedString, at: index)
    }

    private func isTripleQuote(at index: Int) -> Bool {
        byte(at: index) == UInt8(ascii: "\"") && byte(at: index + 1) == UInt8(ascii: "\"")
            && byte(at: index + 2) == UInt8(ascii: "\"")
    }

    /// Moves behind an escape, or says what is wrong with it and stays.
    private func skipEscape(_ index: inout Int) -> LexicalFault? {
        switch byte(at: index + 1) {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            index += 2
            return nil
        case UInt8(ascii: "u"):
            return byte(at: index + 2) == UInt8(ascii: "{") ? skipBraced(&index) : skipFixed(&index)
        default:
            return .characterEscape(end: end(of: 2, from: index))
        }
    }

    /// `\u{…}` with one to eight digits that name a scalar value.
    private func skipBraced(_ index: inout Int) -> LexicalFault? {
        var point: UInt32 = 0
        var cursor = index + 3
        // Limit: the reference reads no further than twelve characters.
        let limit = min(index + 12, bytes.count)
        while cursor < limit {
            let byte = bytes[cursor]
            cursor += 1
            if byte == UInt8(ascii: "}") {
                guard cursor > index + 4, Unicode.Scalar(point) != nil else { break }
                index = cursor
                return nil
            }
            guard let digit = Self.hexDigit(byte), point >> 28 == 0 else { break }
            point = point << 4 | digit
        }
        return .unicodeEscape(end: characterEnd(cursor))
    }

    /// `\u` and four digits, or two of these that form a surrogate pair.
    private func skipFixed(_ index: inout Int) -> LexicalFault? {
        if let code = fourDigits(at: index + 2) {
            if Unicode.Scalar(code) != nil {
                index += 6
                return nil
            }
            if code < 0xDC00, byte(at: index + 6) == UInt8(ascii: "\\"), byte(at: index + 7) == UInt8(ascii: "u"),
                let trailing = fourDigits(at: index + 8), (0xDC00...0xDFFF).contains(trailing)
            {
                index += 12
                return nil
            }
        }
        return .unicodeEscape(end: end(of: 6, from: index))
    }

    private func fourDigits(at index: Int) -> UInt32? {
        var code: UInt32 = 0
        for offset in 0..<4 {
            guard let digit = Self.hexDigit(byte(at: index + offset)) else { return nil }
            code = code << 4 | digit
        }
        return code
    }

    private static func hexDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte &- UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"):
            UInt32((byte | 0x20) &- UInt8(ascii: "a") &+ 10)
        default: nil
        }
    }

    /// The offset behind so many characters, for quoting a faulty escape whole.
    private func end(of characters: Int, from index: Int) -> Int {
        var cursor = index
        for _ in 0..<characters where cursor < bytes.count { cursor = characterEnd(cursor + 1) }
        return cursor
    }

    private func characterEnd(_ index: Int) -> Int {
        var cursor = index
        while cursor < bytes.count, bytes[cursor] & 0xC0 == 0x80 { cursor += 1 }
        return cursor
    }
}
