import JSON
import Testing

@testable import BelvedereCLI

struct BatchAnswerTests {
    private func answer(_ line: String) throws -> JSONValue {
        let session = BatchSession()
        return try JSONValue(parsing: session.line(Array(line.utf8)[...]), limits: JSONLimits(depth: 600))
    }

    private func answer(_ members: JSONValue) throws -> JSONValue { try answer(members.text) }

    @Test func `the id comes back as it was given`() throws {
        #expect(try answer(["id": ["a", 1.50, nil], "op": "parse", "document": "{a}"]) == ["id": ["a", 1.5, nil]])
        #expect(try answer(["op": "parse", "document": "{a}"]) == ["id": nil])
    }

    @Test func `syntax errors say where`() throws {
        #expect(
            try answer(["id": 1, "op": "parse", "document": "{\n a("]) == [
                "id": 1,
                "errors": [
                    ["message": "Syntax Error: Expected Name, found <EOF>.", "locations": [["line": 2, "column": 4]]]
                ],
            ])
    }

    @Test func `a document is printed in its one layout`() throws {
        #expect(
            try answer(["id": 1, "op": "print", "document": "query($a:Int=1){b(c:$a)}"])
                == ["id": 1, "printed": "query ($a: Int = 1) {\n  b(c: $a)\n}"])
    }

    @Test func `violations carry the rule`() throws {
        let answer = try answer(
            ["id": 1, "op": "validate", "schema": "type Query { a: Int }", "document": "{ b ...F }"])
        let rules = answer["errors"]?.items?.compactMap { $0["extensions"]?["rule"]?.string }
        #expect(rules.map(Set.init) == ["FieldsOnCorrectType", "KnownFragmentNames"])
        let one = try self.answer([
            "id": 1, "op": "validate", "schema": "type Query { a: Int }", "document": "{ b ...F }",
            "rules": ["KnownFragmentNamesRule"],
        ])
        #expect(one["errors"]?.items?.count == 1)
    }

    @Test func `an execution answers as a response would`() throws {
        let case1: JSONValue = [
            "id": 7, "op": "execute", "schema": "type Query { a(x: Int): A } type A { b: Int! c: [String] }",
            "document": "query Q($x: Int) { a(x: $x) { c b } } query R { a { b } }", "operationName": "Q",
            "variables": ["x": 1], "root": ["a": ["b": nil, "c": ["x", ["__error": "no"]]]],
        ]
        #expect(
            try answer(case1).text == #"{"id":7,"data":{"a":null},"errors":["#
                + #"{"message":"no","locations":[{"line":1,"column":31}],"path":["a","c",1]},"#
                + #"{"message":"Cannot return null for non-nullable field A.b.","#
                + #""locations":[{"line":1,"column":33}],"path":["a","b"]}]}"#)
    }

    @Test(
        arguments: [
            (#"{a(b:\"\udead\")}"#, "Invalid character within String: U+DEAD.", 7),
            (#"{a(b:\"\"\"\ud83d\ude00\udead"#, "Invalid character within String: U+DEAD.", 10),
            (#"{a \udead}"#, "Invalid character: U+DEAD.", 4), (#"# \ud800"#, "Invalid character: U+D800.", 3),
            (#"{a(b:1.\udead)}"#, "Invalid number, expected digit but got: U+DEAD.", 8),
            (#"{\u00e9\udead}"#, "Unexpected character: U+00E9.", 2),
            (#"{a(b:\"\ud83dx\")}"#, "Invalid character within String: U+D83D.", 7),
        ] as [(String, String, Int)])
    func `a document that is no Unicode text is refused where it is not`(
        document: String, message: String, column: Int
    ) throws {
        let line = #"{"id":"s","op":"parse","document":"\#(document)"}"#
        #expect(
            try answer(line) == [
                "id": "s",
                "errors": [
                    [
                        "message": .string("Syntax Error: \(message)"),
                        "locations": [["line": 1, "column": .number(String(column))]],
                    ]
                ],
            ])
    }

    @Test func `data that are no Unicode text are refused under the id of their line`() throws {
        let line = #"{"id":9,"op":"execute","schema":"type Query{a:String}","document":"{a}","root":{"a":"\ude00"}}"#
        #expect(
            try answer(line) == [
                "id": 9, "errors": [["message": "An escaped surrogate without its other half is no text."]],
            ])
    }

    @Test func `a schema's faults end with those of its definitions, as the reference's do`() throws {
        let answer = try answer(["id": 1, "op": "schema", "schema": "type Query { a: Missing } union U"])
        #expect(answer["errors"]?.items?.map { $0["extensions"]?["rule"] } == ["KnownTypeNames"])
    }

    @Test(arguments: [
        "{", "[]", "5", "\"x\"", "{\"id\":1}", "{\"id\":1,\"op\":5}", "{\"id\":1,\"op\":\"fly\"}",
        "{\"id\":1,\"op\":\"parse\"}", "{\"id\":1,\"op\":\"parse\",\"document\":null}",
        "{\"id\":1,\"op\":\"validate\",\"document\":\"{a}\"}",
        "{\"id\":1,\"op\":\"execute\",\"schema\":\"type Query{a:Int}\",\"document\":\"{a}\",\"variables\":[]}",
        "{\"id\":1,\"op\":\"execute\",\"schema\":\"type Query{a:Int}\",\"document\":\"{a}\",\"operationName\":[]}",
        "{\"id\":1,\"op\":\"execute\",\"schema\":\"type Query{a:Int}\",\"document\":\"{a}\",\"operationName\":\"X\"}",
        "{\"id\":1,\"op\":\"schema\",\"schema\":\"type Query\"}", "{\"id\":1,\"op\":\"schema\",\"schema\":\"\"}",
        "{\"id\":1,\"op\":\"validate\",\"schema\":\"type Query{a:Int}\",\"document\":\"{a}\",\"rules\":[\"Nope\"]}",
        "\u{FEFF}{}", "nul", "{\"id\":1,\"op\":\"parse\",\"document\":\"\\ud800\"}",
    ])
    func `any line gets one answer with errors`(_ line: String) throws {
        let answer = try answer(line)
        #expect(answer["errors"]?.items?.isEmpty == false)
        #expect(answer["data"] == nil)
    }

    @Test func `huge nesting is answered and not fatal`() throws {
        let deep = 100_000
        let lines: [String] = [
            String(repeating: "[", count: deep),
            "{\"id\":1,\"op\":\"parse\",\"document\":\"\(String(repeating: "{a", count: deep))\"}",
            "{\"id\":1,\"op\":\"parse\",\"document\":\"{a(b:\(String(repeating: "[", count: deep))\"}",
            "{\"id\":1,\"op\":\"schema\",\"schema\":\"type Query{a:\(String(repeating: "[", count: deep))Int\"}",
        ]
        for line in lines { #expect(try answer(line)["errors"]?.items?.count == 1) }
        var fragments = "{...F0}"
        for number in 0..<2_000 { fragments += " fragment F\(number) on Query { q { ...F\(number + 1) } }" }
        let chain = try answer([
            "id": 1, "op": "execute", "schema": "type Query { q: Query a: Int }", "root": [:],
            "document": .string(fragments + " fragment F2000 on Query { a }"),
        ])
        #expect(chain["data"] != nil || chain["errors"] != nil)
    }

    @Test func `a root as deep as a line may be is executed or refused`() throws {
        let depth = 400
        let root = String(repeating: "{\"q\":", count: depth) + "{}" + String(repeating: "}", count: depth)
        let query = String(repeating: "{q", count: 190) + "{a}" + String(repeating: "}", count: 190)
        let answer = try answer(
            "{\"id\":1,\"op\":\"execute\",\"schema\":\"type Query { q: Query a: Int }\","
                + "\"document\":\"\(query)\",\"root\":\(root)}")
        #expect(answer["data"]?["q"]?["q"] != nil)
    }
}
