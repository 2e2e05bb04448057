import GraphQLLanguage
import Testing

/// What string literals stand for.
struct ValueTests {
    func string(_ literal: String) throws -> String {
        let (document, value) = try Document.argument(literal)
        return document.string(of: value)
    }

    @Test(arguments: [
        (#""""#, ""), (#""simple""#, "simple"), (#"" white space ""#, " white space "),
        (#""quote \"""#, "quote \""), (#""escaped \n\r\b\t\f\/\\""#, "escaped \n\r\u{8}\t\u{C}/\\"),
        (#""\u1234\u5678\u90AB\uCDEF""#, "\u{1234}\u{5678}\u{90AB}\u{CDEF}"),
        (#""\u{1F600}\u{0}\u{00000041}""#, "😀\u{0}A"), (#""\uD83D\uDE00""#, "😀"), ("\"é😀\"", "é😀"),
    ])
    func `a quoted string resolves its escapes`(_ literal: String, _ value: String) throws {
        #expect(try string(literal) == value)
    }

    @Test(arguments: [
        (#""""""""#, ""), (#""""simple""""#, "simple"), (#"""" white space """"#, " white space "),
        (#""""contains " quote""""#, "contains \" quote"), (#""""contains \""" triple""""#, "contains \"\"\" triple"),
        (#""""unescaped \n\r\b\t\f\u1234""""#, #"unescaped \n\r\b\t\f\u1234"#),
        ("\"\"\"multi\r\nline\rend\n\"\"\"", "multi\nline\nend"), ("\"\"\"   \"\"\"", ""),
        ("\"\"\"\n\n    spans\n      multiple\n    \tlines\n\n  \"\"\"", "spans\n  multiple\n\tlines"),
        ("\"\"\"first\n  second\n    third\"\"\"", "first\nsecond\n  third"),
        ("\"\"\"\n a\n\n  b\n\"\"\"", "a\n\n b"),
    ])
    func `a block string loses its common indentation and its blank ends`(_ literal: String, _ value: String) throws {
        #expect(try string(literal) == value)
    }

    @Test func `every kind of value is told apart`() throws {
        let text = "[1, -0, 1.5e3, $v, true, false, null, RED, \"s\", \"\"\"b\"\"\", [], {}]"
        let (document, list) = try Document.argument(text)
        let kinds = document[list].items.map { document[$0].kind }
        #expect(
            kinds == [
                .int, .int, .float, .variable, .true, .false, .null, .enum, .string, .blockString, .list, .object,
            ])
        #expect(document[list].items.map { document.string(document[$0].text) }[2] == "1.5e3")
    }

    @Test func `a type is read and written with its wrappers`() throws {
        let document = try Document.parse(Source("query ($a: [ [Int!] ] !) { a }"))
        let type = try #require(document.variableDefinitions.first).type
        #expect(document.string(of: type) == "[[Int!]]!")
        #expect(document.string(document.innermostName(of: type)) == "Int")
    }
}

extension Document {
    /// A document with one argument, and the value of it.
    static func argument(_ literal: String) throws -> (document: Document, value: NodeID<ValueNode>) {
        let document = try Document.parse(Source("{ a(b: \(literal)) }"))
        return (document, try #require(document.arguments.first).value)
    }
}
