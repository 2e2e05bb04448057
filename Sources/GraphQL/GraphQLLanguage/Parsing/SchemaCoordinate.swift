/// The name of a place in a schema: `Type`, `Type.member`, `Type.field(argument:)`, `@directive`,
/// `@directive(argument:)`.
///
/// Spec: 3.14 Schema Coordinates. A member is a field, an input field or an enum value; which one, the schema knows.
package enum SchemaCoordinate: Hashable, Sendable, CustomStringConvertible {
    case type(String)
    case member(type: String, name: String)
    case argument(type: String, field: String, name: String)
    case directive(String)
    case directiveArgument(directive: String, name: String)

    package var description: String {
        switch self {
        case .type(let name): name
        case .member(let type, let name): "\(type).\(name)"
        case .argument(let type, let field, let name): "\(type).\(field)(\(name):)"
        case .directive(let name): "@\(name)"
        case .directiveArgument(let directive, let name): "@\(directive)(\(name):)"
        }
    }

    /// Reads a coordinate; nothing may stand before, behind or between its parts.
    package static func parse(_ text: String) throws(SyntaxError) -> SchemaCoordinate {
        var reader = SchemaCoordinateReader(Array(text.utf8))
        return try reader.coordinate()
    }
}

/// Reads the tokens of a coordinate, which knows no white space.
private struct SchemaCoordinateReader {
    private let bytes: [UInt8]
    private var token = Token(kind: .endOfFile, needsDecoding: false, start: 0, end: 0)

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func coordinate() throws(SyntaxError) -> SchemaCoordinate {
        try advance()
        let isDirective = try skip(.at)
        let first = try name()
        let member = !isDirective && token.kind == .dot ? try nameBehindDot() : nil
        var argument: String?
        if isDirective || member != nil, try skip(.parenthesisLeft) {
            argument = try name()
            try expect(.colon)
            try expect(.parenthesisRight)
        }
        guard token.kind == .endOfFile else { throw unexpected(.endOfFile) }
        switch (member, argument) {
        case (nil, let argument?): return .directiveArgument(directive: first, name: argument)
        case (nil, nil): return isDirective ? .directive(first) : .type(first)
        case (let member?, let argument?): return .argument(type: first, field: member, name: argument)
        case (let member?, nil): return .member(type: first, name: member)
        }
    }

    private mutating func nameBehindDot() throws(SyntaxError) -> String {
        try expect(.dot)
        return try name()
    }

    private mutating func name() throws(SyntaxError) -> String {
        let text = text(token)
        try expect(.name)
        return text
    }

    private func text(_ token: Token) -> String { String(decoding: bytes[token.text.range], as: UTF8.self) }

    private mutating func skip(_ kind: TokenKind) throws(SyntaxError) -> Bool {
        guard token.kind == kind else { return false }
        try advance()
        return true
    }

    private mutating func expect(_ kind: TokenKind) throws(SyntaxError) {
        guard token.kind == kind else { throw unexpected(kind) }
        try advance()
    }

    private mutating func advance() throws(SyntaxError) {
        let start = token.end
        guard start < bytes.count else {
            token = Token(kind: .endOfFile, needsDecoding: false, start: start, end: start)
            return
        }
        let kind: TokenKind
        switch bytes[start] {
        case UInt8(ascii: "."): kind = .dot
        case UInt8(ascii: "("): kind = .parenthesisLeft
        case UInt8(ascii: ")"): kind = .parenthesisRight
        case UInt8(ascii: ":"): kind = .colon
        case UInt8(ascii: "@"): kind = .at
        default:
            let table = CharacterClass.table
            guard table[Int(bytes[start])] == CharacterClass.nameStart else { throw strangeCharacter(at: start) }
            let length = bytes[start...].prefix { table[Int($0)] >= CharacterClass.digit }.count
            token = Token(kind: .name, needsDecoding: false, start: start, end: start + length)
            return
        }
        token = Token(kind: kind, needsDecoding: false, start: start, end: start + 1)
    }

    private func strangeCharacter(at offset: Int) -> SyntaxError {
        let message = bytes.withUnsafeBufferPointer {
            LexicalFault.characterInCoordinate.message(at: offset, in: $0)
        }
        return error(message, at: offset)
    }

    private func unexpected(_ wanted: TokenKind) -> SyntaxError {
        let found = token.kind == .name ? "Name '\(text(token))'" : "\(token.kind.description)"
        return error("Expected \(wanted.description), found \(found).", at: token.start)
    }

    private func error(_ description: String, at offset: Int) -> SyntaxError {
        SyntaxError(
            reason: .grammar, message: "Syntax Error: \(description)", offset: offset,
            location: Source(bytes).location(at: offset))
    }
}
