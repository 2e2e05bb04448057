extension Lexer {
    /// Reads an IntValue or FloatValue.
    ///
    ///     IntValue      IntegerPart [lookahead != {Digit, `.`, NameStart}]
    ///     FloatValue    IntegerPart FractionalPart? ExponentPart? [lookahead != {Digit, `.`, NameStart}]
    ///     IntegerPart   `-`? (`0` | NonZeroDigit Digit*)
    mutating func number(from start: Int) -> Token {
        var index = start
        var kind = TokenKind.int
        if byte(at: index) == UInt8(ascii: "-") { index += 1 }
        if byte(at: index) == UInt8(ascii: "0") {
            index += 1
            if isDigit(at: index) { return invalid(.digitAfterZero, at: index) }
        } else {
            guard skipDigits(&index) else { return invalid(.digitExpected, at: index) }
        }
        if byte(at: index) == UInt8(ascii: ".") {
            kind = .float
            index += 1
            guard skipDigits(&index) else { return invalid(.digitExpected, at: index) }
        }
        if byte(at: index) | 0x20 == UInt8(ascii: "e") {
            kind = .float
            index += 1
            if byte(at: index) == UInt8(ascii: "+") || byte(at: index) == UInt8(ascii: "-") { index += 1 }
            guard skipDigits(&index) else { return invalid(.digitExpected, at: index) }
        }
        let follower = byte(at: index)
        if follower == UInt8(ascii: ".") || CharacterClass.table[Int(follower)] == CharacterClass.nameStart {
            return invalid(.digitExpected, at: index)
        }
        return token(kind, start, index)
    }

    /// Moves behind one or more digits; false if there is none.
    private func skipDigits(_ index: inout Int) -> Bool {
        guard isDigit(at: index) else { return false }
        repeat { index += 1 } while isDigit(at: index)
        return true
    }
}
