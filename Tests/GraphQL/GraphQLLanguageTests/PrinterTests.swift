import GraphQLLanguage
import Testing

/// The layout of printed documents.
struct PrinterTests {
    func printed(_ text: String) throws -> String { try Document.parse(Source(text)).printed() }

    @Test func `an anonymous query without anything else takes the short form`() throws {
        #expect(try printed("query { a }") == "{\n  a\n}")
        #expect(try printed("query ($a: Int) { a }") == "query ($a: Int) {\n  a\n}")
        #expect(try printed("query @d { a }") == "query @d {\n  a\n}")
        #expect(try printed("mutation { a }") == "mutation {\n  a\n}")
        #expect(try printed("\"d\" query { a }") == "\"d\"\nquery {\n  a\n}")
    }

    @Test func `behind an empty type the short form is not used, for it would become the type's fields`() throws {
        #expect(try printed("type A query { a }") == "type A\n\nquery {\n  a\n}")
        #expect(try printed("type A { b: Int } { a }") == "type A {\n  b: Int\n}\n\n{\n  a\n}")
    }

    @Test func `arguments are broken over lines beyond eighty characters`() throws {
        let short = String(repeating: "x", count: 55)
        #expect(
            try printed("{trip(wheelchair:false arriveBy:\"\(short)\")}").contains("trip(wheelchair: false, arr")
                == false)
        #expect(
            try printed("{trip(wheelchair:false arriveBy:false)}") == "{\n  trip(wheelchair: false, arriveBy: false)\n}"
        )
        #expect(
            try printed("{trip(wheelchair:false arriveBy:\"\(short)\")}")
                == "{\n  trip(\n    wheelchair: false\n    arriveBy: \"\(short)\"\n  )\n}")
    }

    @Test func `lists and objects are broken over lines beyond eighty characters`() throws {
        let long = String(repeating: "9", count: 80)
        #expect(try printed("{a(b:[\(long)])}") == "{\n  a(\n    b: [\n      \(long)\n    ]\n  )\n}")
        #expect(try printed("{a(b:{c:\(long)})}") == "{\n  a(\n    b: {\n      c: \(long)\n    }\n  )\n}")
        #expect(try printed("{a(b:{}, c:[])}") == "{\n  a(b: {  }, c: [])\n}")
    }

    @Test func `block strings keep their form and are indented with their surroundings`() throws {
        #expect(
            try printed("type A { \"\"\"\nfirst\n  second\n\"\"\" a: Int }")
                == "type A {\n  \"\"\"\n  first\n    second\n  \"\"\"\n  a: Int\n}")
        #expect(try printed("type A { \"\"\"one\"\"\" a: Int }") == "type A {\n  \"\"\"one\"\"\"\n  a: Int\n}")
        #expect(try printed("\"\"\" a \"b\" \"\"\" type A") == "\"\"\" a \"b\" \"\"\"\ntype A")
        #expect(try printed("\"\"\"a\\\\\n\"\"\" type A") == "\"\"\"\na\\\\\n\"\"\"\ntype A")
    }

    @Test func `quoted strings escape control characters and nothing else`() throws {
        #expect(
            try printed(#"{a(b:"\u0000\u001F\u007F\u0080\u009Fé\u00A0😀\n\"\\\/")}"#)
                == "{\n  a(b: \"\\u0000\\u001F\\u007F\\u0080\\u009Fé\u{A0}😀\\n\\\"\\\\/\")\n}")
    }

    @Test func `described arguments and variables take a line each`() throws {
        #expect(
            try printed("type A { a(\"d\" b: Int c: Int): Int }")
                == "type A {\n  a(\n    \"d\"\n    b: Int\n    c: Int\n  ): Int\n}")
        #expect(
            try printed("query Q(\"d\" $a: Int, $b: Int) { a }")
                == "query Q(\n\"d\"\n$a: Int\n$b: Int\n) {\n  a\n}")
    }

    @Test func `directive definitions and extensions print in one line`() throws {
        #expect(
            try printed("directive @a(b: Int = 1) repeatable on | FIELD | QUERY")
                == "directive @a(b: Int = 1) repeatable on FIELD | QUERY")
        #expect(try printed("extend schema @a extend union U = A|B") == "extend schema @a\n\nextend union U = A | B")
    }

    @Test func `a value in a message is laid out as in a document, and cut where it is too long`() throws {
        let long = (0..<30).map { "k\($0): [\($0), \"x\"]" }.joined(separator: ", ")
        for text in ["[1, 2]", "{ a: 1 }", "\"é\"", "{ a: [{ \(long) }] }", "[\(long.replacing(": ", with: ", "))]"] {
            let (document, value) = try Document.argument(text)
            let printed = try Document.parse(Source("{ a(b: \(text)) }")).printed()
            let flattened = printed.split(whereSeparator: { " \n".contains($0) }).joined(separator: " ")
            let message = document.printed(value).split(whereSeparator: { " \n".contains($0) }).joined(separator: " ")
            #expect(flattened.contains(message))
        }
        let huge = "[" + (0..<2_000).map { "\"é\($0)\"" }.joined(separator: " ") + "]"
        let (document, value) = try Document.argument(huge)
        #expect(document.printed(value).hasSuffix("..."))
        #expect(document.printed(value).utf8.count <= 2_003)
    }
}
