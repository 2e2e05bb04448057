/// The kinds of token that the grammar knows; comments and white space are not tokens here.
enum TokenKind: UInt8 {
    case endOfFile
    case bang, dollar, ampersand, parenthesisLeft, parenthesisRight, dot, spread, colon, equals, at
    case bracketLeft, bracketRight, braceLeft, pipe, braceRight
    case name, int, float, string, blockString
    /// Not a token: the lexer's `fault` says what is wrong.
    case invalid

    /// How messages call it: a punctuator in quotes, everything else by its name.
    var description: StaticString {
        switch self {
        case .endOfFile: "<EOF>"
        case .bang: "'!'"
        case .dollar: "'$'"
        case .ampersand: "'&'"
        case .parenthesisLeft: "'('"
        case .parenthesisRight: "')'"
        case .dot: "'.'"
        case .spread: "'...'"
        case .colon: "':'"
        case .equals: "'='"
        case .at: "'@'"
        case .bracketLeft: "'['"
        case .bracketRight: "']'"
        case .braceLeft: "'{'"
        case .pipe: "'|'"
        case .braceRight: "'}'"
        case .name: "Name"
        case .int: "Int"
        case .float: "Float"
        case .string: "String"
        case .blockString: "BlockString"
        case .invalid: "<invalid>"
        }
    }
}

/// One token: its kind, and where it stands.
struct Token {
    var kind: TokenKind
    /// True for a string whose value is not simply the bytes between its quotes.
    var needsDecoding: Bool
    var start: Int
    var end: Int

    /// What stands between a string's quotes, or the whole token.
    var text: Name {
        let quotes = kind == .string ? 1 : kind == .blockString ? 3 : 0
        return Name(offset: start + quotes, length: end - start - 2 * quotes)
    }
}
