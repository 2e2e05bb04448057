import GraphQLLanguage
import Testing

/// The sentence and place of each kind of syntax error; the cases are the reference implementation's answers.
struct SyntaxErrorTests {
    struct Case: CustomTestStringConvertible {
        let text: String
        let message: String
        let line: Int
        let column: Int

        init(_ text: String, _ message: String, _ line: Int, _ column: Int) {
            (self.text, self.message, self.line, self.column) = (text, message, line, column)
        }

        var testDescription: String { text.debugDescription }
    }

    func check(_ wanted: Case, sourceLocation: Testing.SourceLocation = #_sourceLocation) {
        let error = #expect(throws: SyntaxError.self, sourceLocation: sourceLocation) {
            try Document.parse(Source(wanted.text))
        }
        #expect(error?.message == "Syntax Error: \(wanted.message)", sourceLocation: sourceLocation)
        #expect(
            error?.location == GraphQLLanguage.SourceLocation(line: wanted.line, column: wanted.column),
            sourceLocation: sourceLocation)
    }

    @Test(arguments: [
        Case("", "Unexpected <EOF>.", 1, 1),
        Case("{", "Expected Name, found <EOF>.", 1, 2),
        Case("{}", "Expected Name, found '}'.", 1, 2),
        Case("{ a() }", "Expected Name, found ')'.", 1, 5),
        Case("{ field: {} }", "Expected Name, found '{'.", 1, 10),
        Case("{ ...MissingOn }\nfragment MissingOn Type", "Expected 'on', found Name 'Type'.", 2, 20),
        Case("notAnOperation Foo { field }", "Unexpected Name 'notAnOperation'.", 1, 1),
        Case("...", "Unexpected '...'.", 1, 1),
        Case("{ \"\"", "Expected Name, found String ''.", 1, 3),
        Case(
            "query Foo($x: Complex = { a: { b: [ $var ] } }) { field }",
            "Unexpected variable '$var' in constant value.", 1, 37),
        Case("fragment on on on { on }", "Unexpected Name 'on'.", 1, 10),
        Case("{ ...on }", "Expected Name, found '}'.", 1, 9),
        Case("{ f(a: @) }", "Unexpected '@'.", 1, 8),
        Case("extend type Hello", "Unexpected <EOF>.", 1, 18),
        Case("extend notAType Hello", "Unexpected Name 'notAType'.", 1, 8),
        Case(
            "\"d\" extend type Hello { a: Int }",
            "Unexpected description, only GraphQL definitions support descriptions.", 1, 1),
        Case("\"d\" { a }", "Unexpected description, descriptions are not supported on shorthand queries.", 1, 1),
        Case("enum E { A true }", "Name 'true' is reserved and cannot be used for an enum value.", 1, 12),
        Case("directive @foo on FIELD | INCORRECT", "Unexpected Name 'INCORRECT'.", 1, 27),
        Case("type A implements B C { a: Int }", "Unexpected Name 'C'.", 1, 21),
        Case("union U = ||A", "Expected Name, found '|'.", 1, 12),
        Case("input I { f(a: Int): Int }", "Expected ':', found '('.", 1, 12),
        Case("schema { notAnOperation: T }", "Unexpected Name 'notAnOperation'.", 1, 10),
        Case("type A {}", "Expected Name, found '}'.", 1, 9),
    ])
    func `a parser error says what was expected and what was found`(_ wanted: Case) { check(wanted) }

    @Test(arguments: [
        Case("{ a(b: 00) }", "Invalid number, unexpected digit after 0: '0'.", 1, 9),
        Case("{ a(b: +1) }", "Unexpected character: '+'.", 1, 8),
        Case("{ a(b: 1.) }", "Invalid number, expected digit but got: ')'.", 1, 10),
        Case("{ a(b: .123) }", "Invalid number, expected digit before '.', did you mean '0.123'?", 1, 8),
        Case("{ a(b: 1e) }", "Invalid number, expected digit but got: ')'.", 1, 10),
        Case("{ a(b: 0xF1) }", "Invalid number, expected digit but got: 'x'.", 1, 9),
        Case("{ a(b: 1.2.3) }", "Invalid number, expected digit but got: '.'.", 1, 11),
        Case("{ a(b: -", "Invalid number, expected digit but got: <EOF>.", 1, 9),
        Case("..", "Unexpected '..', did you mean '...'?", 1, 1),
        Case(".", "Unexpected character: '.'.", 1, 1),
        Case("?", "Unexpected character: '?'.", 1, 1),
        Case("\u{0}", "Unexpected character: U+0000.", 1, 1),
        Case("\u{200B}", "Unexpected character: U+200B.", 1, 1),
        Case("😀", "Unexpected character: U+1F600.", 1, 1),
        Case(
            "{ a(b: 'c') }",
            "Unexpected single quote character ('), did you mean to use a double quote (\")?", 1, 8),
        Case("{ a(b: \"c) }", "Unterminated string.", 1, 13),
        Case("{ a(b: \"c\nd\") }", "Unterminated string.", 1, 10),
        Case("{ a(b: \"\"\"c) }", "Unterminated string.", 1, 15),
        Case(#"{ a(b: "bad \z esc") }"#, #"Invalid character escape sequence: '\z'."#, 1, 13),
        Case(#"{ a(b: "bad \u1 esc") }"#, #"Invalid Unicode escape sequence: '\u1 es'."#, 1, 13),
        Case(#"{ a(b: "bad \u{} esc") }"#, #"Invalid Unicode escape sequence: '\u{}'."#, 1, 13),
        Case(#"{ a(b: "bad \u{110000} esc") }"#, #"Invalid Unicode escape sequence: '\u{110000}'."#, 1, 13),
        Case(#"{ a(b: "bad \u{FFFFFFFFF}") }"#, #"Invalid Unicode escape sequence: '\u{FFFFFFFFF'."#, 1, 13),
        Case(#"{ a(b: "bad \uDEAD esc") }"#, #"Invalid Unicode escape sequence: '\uDEAD'."#, 1, 13),
        Case(#"{ a(b: "bad \uD83D\u0041") }"#, #"Invalid Unicode escape sequence: '\uD83D'."#, 1, 13),
    ])
    func `a lexical error names the character`(_ wanted: Case) { check(wanted) }

    @Test(arguments: [
        Case("{\n a\r b\r\n ?", "Unexpected character: '?'.", 4, 2),
        Case("\u{FEFF}\u{FEFF} ?", "Unexpected character: '?'.", 1, 4),
        Case("# é😀\n{ a(b: \"é😀\") ? }", "Unexpected character: '?'.", 2, 14),
        Case("{ a(b: \"\"\"\n\n\"\"\") ?", "Unexpected character: '?'.", 3, 6),
    ])
    func `lines end at LF, CR and CRLF, and columns count code points`(_ wanted: Case) { check(wanted) }

    @Test func `bytes that are not UTF-8 are refused where they stand`() {
        for bytes: [UInt8] in [
            [0xFF], [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82],
            [0x80],
        ] {
            let error = #expect(throws: SyntaxError.self) {
                try Document.parse(Array("{ a(b: \"".utf8) + bytes + Array("\") }".utf8))
            }
            #expect(error?.reason == .invalidUTF8)
            #expect(error?.offset == 8)
        }
    }
}
