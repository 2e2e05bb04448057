/// Reads the nodes of a document by recursive descent, one token ahead.
///
/// Why: a child is recorded before its parent, so that the children of a node lie side by side. Where a production
/// can contain itself (selections, values) the children wait on a stack until their list is complete.
///
/// Limit: every recursion counts in `depth`; the thread's stack is never the bound.
struct Parser: ~Copyable {
    /// Thrown with `failure` already set: a thrown word costs nothing, a thrown message does.
    struct Stop: Error {}

    /// Limit: what a configuration can ask for; 500 levels take less than 256 KiB of stack.
    static let depthCeiling = 500

    var lexer: Lexer
    var token = Token(kind: .endOfFile, needsDecoding: false, start: 0, end: 0)
    var nodes = SyntaxNodes()
    var selectionStack: [SelectionNode] = []
    var valueStack: [ValueNode] = []
    var objectFieldStack: [ObjectFieldNode] = []
    private(set) var tokenCount = 0
    private(set) var failure: SyntaxFailure?
    private var depth = 0
    private let tokensMax: Int
    private let depthMax: Int
    let allowsEmptySelectionSets: Bool
    let allowsDirectivesOnDirectives: Bool

    /// What went wrong, before line and column are known.
    struct SyntaxFailure {
        let reason: SyntaxError.Reason
        let description: String
        let offset: Int
    }

    init(_ bytes: UnsafeBufferPointer<UInt8>, options: ParseOptions) {
        lexer = Lexer(bytes: bytes)
        tokensMax = options.limits.tokensMax
        depthMax = min(options.limits.depthMax, Self.depthCeiling)
        allowsEmptySelectionSets = options.allowsEmptySelectionSets
        allowsDirectivesOnDirectives = options.allowsDirectivesOnDirectives
    }

    // MARK: Tokens

    /// Moves to the next token.
    @inline(__always)
    mutating func advance() throws(Stop) {
        token = lexer.next()
        if token.kind == .endOfFile { return }
        tokenCount &+= 1
        if token.kind == .invalid || tokenCount > tokensMax { throw refuseToken() }
    }

    private mutating func refuseToken() -> Stop {
        if token.kind == .invalid {
            return fail(lexer.fault.message(at: token.start, in: lexer.bytes), at: token.start)
        }
        return fail(
            "Document contains more than \(tokensMax) tokens. Parsing aborted.", at: token.start, .tooManyTokens)
    }

    /// The token behind the present one, which stays the present one.
    mutating func lookAhead() throws(Stop) -> Token {
        var ahead = lexer
        let next = ahead.next()
        guard next.kind != .invalid else {
            throw fail(ahead.fault.message(at: next.start, in: lexer.bytes), at: next.start)
        }
        return next
    }

    @inline(__always)
    func isNext(_ kind: TokenKind) -> Bool { token.kind == kind }

    @inline(__always)
    mutating func expect(_ kind: TokenKind) throws(Stop) {
        guard token.kind == kind else { throw failExpected("\(kind.description)") }
        try advance()
    }

    @inline(__always)
    mutating func skip(_ kind: TokenKind) throws(Stop) -> Bool {
        guard token.kind == kind else { return false }
        try advance()
        return true
    }

    mutating func expectKeyword(_ keyword: StaticString) throws(Stop) {
        guard isKeyword(token, keyword) else { throw failExpected("'\(keyword)'") }
        try advance()
    }

    mutating func skipKeyword(_ keyword: StaticString) throws(Stop) -> Bool {
        guard isKeyword(token, keyword) else { return false }
        try advance()
        return true
    }

    func isKeyword(_ token: Token, _ keyword: StaticString) -> Bool {
        token.kind == .name && isSpelled(token.text, keyword)
    }

    func isSpelled(_ text: Name, _ literal: StaticString) -> Bool {
        guard Int(text.length) == literal.utf8CodeUnitCount else { return false }
        let start = literal.utf8Start
        for index in 0..<Int(text.length) where lexer.bytes[Int(text.offset) &+ index] != start[index] { return false }
        return true
    }

    /// `Name`
    @inline(__always)
    mutating func name() throws(Stop) -> Name {
        guard token.kind == .name else { throw failExpected("Name") }
        let name = Name(offset: token.start, length: token.end &- token.start)
        try advance()
        return name
    }

    // MARK: Depth

    /// Counts one level of nesting; `leave` takes it back.
    @inline(__always)
    mutating func enter() throws(Stop) {
        depth &+= 1
        guard depth <= depthMax else {
            throw fail("Document is nested too deeply. Parsing aborted.", at: token.start, .tooDeep)
        }
    }

    @inline(__always)
    mutating func leave() { depth &-= 1 }

    // MARK: Failures

    mutating func fail(_ description: String, at offset: Int, _ reason: SyntaxError.Reason = .grammar) -> Stop {
        failure = SyntaxFailure(reason: reason, description: description, offset: offset)
        return Stop()
    }

    mutating func failUnexpected(_ token: Token) -> Stop {
        fail("Unexpected \(description(of: token)).", at: token.start)
    }

    mutating func failExpected(_ wanted: String) -> Stop {
        fail("Expected \(wanted), found \(description(of: token)).", at: token.start)
    }

    /// The kind of a token, and its value if its kind has values.
    func description(of token: Token) -> String {
        let raw = Array(lexer.bytes[token.text.range])
        let value: [UInt8]
        switch token.kind {
        case .name, .int, .float: value = raw
        case .string: value = StringLiteral.decode(raw[...])
        case .blockString: value = BlockString.decode(raw[...])
        case .endOfFile, .bang, .dollar, .ampersand, .parenthesisLeft, .parenthesisRight, .dot, .spread, .colon,
            .equals, .at, .bracketLeft, .bracketRight, .braceLeft, .pipe, .braceRight, .invalid:
            return "\(token.kind.description)"
        }
        return "\(token.kind.description) '\(String(decoding: value, as: UTF8.self))'"
    }
}
