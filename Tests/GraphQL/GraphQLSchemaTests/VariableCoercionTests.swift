import GraphQLLanguage
import JSON
import Testing

@testable import GraphQLSchema

struct VariableCoercionTests {
    private static let sdl = """
        type Query { a: Int }
        enum Color { RED GREEN }
        scalar Any
        scalar Long
        scalar DateTime
        input Order { id: ID!, items: [Item!]! = [], note: String = "none", color: Color, any: Any }
        input Item { price: Float!, tags: [[String]] }
        input Pick @oneOf { a: Int, b: String }
        """

    private static func outcome(_ definitions: String, _ json: String?) throws -> Result<VariableValues, CoercionFaults>
    {
        let schema = try SchemaBuilder(codecs: .gateway).build(sdl)
        let document = try Document.parse(Array("query (\(definitions)) { a }".utf8))
        let values = try json.map { try JSONDocument(parsing: $0) }
        return Result { () throws(CoercionFaults) in
            try schema.coerceVariables(of: NodeID(0), in: document, from: values)
        }
    }

    private static func messages(_ definitions: String, _ json: String?) throws -> [String] {
        switch try outcome(definitions, json) {
        case .success: []
        case .failure(let faults): faults.faults.map(\.message)
        }
    }

    private static func value(_ definitions: String, _ json: String?) throws -> CoercedValue? {
        try outcome(definitions, json).get().slots[0]
    }

    @Test(arguments: [
        ("$v: Int", "{\"v\": 7}", CoercedValue.int(7)),
        ("$v: Int", "{\"v\": 7.0}", .int(7)),
        ("$v: Int", "{\"v\": -2147483648}", .int(-2_147_483_648)),
        ("$v: Float", "{\"v\": 3}", .float(3)),
        ("$v: Float", "{\"v\": 1e3}", .float(1_000)),
        ("$v: ID", "{\"v\": 12345678901234567890}", .string(Array("12345678901234567890".utf8))),
        ("$v: ID", "{\"v\": 1e21}", .string(Array("1000000000000000000000".utf8))),
        ("$v: ID", "{\"v\": \"x\"}", .string(Array("x".utf8))),
        ("$v: [[Int]]", "{\"v\": 1}", .list([.list([.int(1)])])),
        ("$v: [[Int]]", "{\"v\": [1, null, [2]]}", .list([.list([.int(1)]), .null, .list([.int(2)])])),
        ("$v: Int = 5", "{}", .int(5)),
        ("$v: Int = 5", "{\"v\": null}", .null),
        (
            "$v: Any", "{\"v\": [1.10, {\"k\": \"x\"}]}",
            .list([
                .number(Array("1.10".utf8)),
                .record([CoercedEntry(name: Array("k".utf8), value: .string(Array("x".utf8)))]),
            ])
        ),
        ("$v: Long", "{\"v\": 9007199254740993}", .int(9_007_199_254_740_993)),
        ("$v: Long", "{\"v\": \"-9223372036854775808\"}", .int(.min)),
        (
            "$v: DateTime", "{\"v\": \"2024-02-29T23:59:60.123456789+05:30\"}",
            .string(Array("2024-02-29T23:59:60.123456789+05:30".utf8))
        ),
    ])
    func `a value that fits is coerced`(definition: String, json: String, wanted: CoercedValue) throws {
        #expect(try Self.value(definition, json) == wanted)
    }

    @Test func `an input object gets its defaults, and absent is not null`() throws {
        let schema = try SchemaBuilder(codecs: .gateway).build(Self.sdl)
        guard case .object(let fields)? = try Self.value("$v: Order!", #"{"v": {"id": 4, "color": null}}"#) else {
            Issue.record("no object")
            return
        }
        let names = fields.map { schema.string(schema[$0.field].name) }
        #expect(names == ["id", "items", "note", "color"])
        #expect(fields.map(\.value) == [.string(Array("4".utf8)), .list([]), .string(Array("none".utf8)), .null])
        #expect(try Self.outcome("$v: Int", "{}").get().slots == [nil])
        #expect(try Self.outcome("$v: Int", nil).get().slots == [nil])
    }

    @Test(arguments: [
        (
            "$v: Int!", "{}",
            ["Variable '$v' has invalid value: Expected a value of non-null type 'Int!' to be provided."]
        ),
        (
            "$v: Int!", "{\"v\": null}",
            ["Variable '$v' has invalid value: Expected value of non-null type 'Int!' not to be None."]
        ),
        ("$v: Int", "{\"v\": \"1\"}", ["Variable '$v' has invalid value: Int cannot represent non-integer value: '1'"]),
        (
            "$v: Int", "{\"v\": 2147483648}",
            ["Variable '$v' has invalid value: Int cannot represent non 32-bit signed integer value: 2147483648"]
        ),
        ("$v: Int", "{\"v\": 1e400}", ["Variable '$v' has invalid value: Int cannot represent non-integer value: inf"]),
        ("$v: Int", "{\"v\": 1.5}", ["Variable '$v' has invalid value: Int cannot represent non-integer value: 1.5"]),
        (
            "$v: Float", "{\"v\": 9007199254740993}",
            [
                "Variable '$v' has invalid value: Float cannot represent non numeric value: 9007199254740993 (value would lose precision)"
            ]
        ),
        (
            "$v: String", "{\"v\": 1}",
            ["Variable '$v' has invalid value: String cannot represent a non string value: 1"]
        ),
        (
            "$v: Boolean", "{\"v\": \"it's\"}",
            ["Variable '$v' has invalid value: Boolean cannot represent a non boolean value: \"it's\""]
        ),
        ("$v: ID", "{\"v\": true}", ["Variable '$v' has invalid value: ID cannot represent value: True"]),
        (
            "$v: Color", "{\"v\": \"RDE\"}",
            [
                "Variable '$v' has invalid value: Value 'RDE' does not exist in 'Color' enum. Did you mean the enum value 'RED'?"
            ]
        ),
        (
            "$v: Color", "{\"v\": 1}",
            ["Variable '$v' has invalid value: Enum 'Color' cannot represent non-string value: 1."]
        ),
        (
            "$v: [Int!]", "{\"v\": [1, null, true]}",
            [
                "Variable '$v' has invalid value at [1]: Expected value of non-null type 'Int!' not to be None.",
                "Variable '$v' has invalid value at [2]: Int cannot represent non-integer value: True",
            ]
        ),
        (
            "$v: Order", #"{"v": {"items": [{"price": 1}, {"price": "x", "tags": [["a"], 3]}], "nte": 1}}"#,
            [
                "Variable '$v' has invalid value: Expected value of type 'Order' to include required field 'id', found: "
                    + "{'items': [{...}, {...}], 'nte': 1}.",
                "Variable '$v' has invalid value at .items[1].price: Float cannot represent non numeric value: 'x'",
                "Variable '$v' has invalid value at .items[1].tags[1]: String cannot represent a non string value: 3",
                "Variable '$v' has invalid value: Expected value of type 'Order' not to include unknown field 'nte'. "
                    + "Did you mean 'note'? Found: {'items': [{...}, {...}], 'nte': 1}.",
            ]
        ),
        (
            "$v: Order", "{\"v\": 1}",
            ["Variable '$v' has invalid value: Expected value of type 'Order' to be an object, found: 1."]
        ),
        (
            "$v: Pick", "{\"v\": {\"a\": 1, \"b\": \"x\"}}",
            [
                "Variable '$v' has invalid value: Within OneOf Input Object type 'Pick', exactly one field must be specified, and the value for that field must be non-null."
            ]
        ),
        (
            "$v: Pick", "{\"v\": {\"a\": null}}",
            [
                "Variable '$v' has invalid value at .a: Within OneOf Input Object type 'Pick', exactly one field must be specified, and the value for that field must be non-null."
            ]
        ),
        ("$v: Query", "{}", ["Variable '$v' expected value of type 'Query' which cannot be used as an input type."]),
        (
            "$v: [Nope!]", "{}",
            ["Variable '$v' expected value of type '[Nope!]' which cannot be used as an input type."]
        ),
        (
            "$v: DateTime", "{\"v\": \"2023-02-29T00:00:00Z\"}",
            ["Variable '$v' has invalid value: DateTime cannot represent value: '2023-02-29T00:00:00Z'"]
        ),
        (
            "$v: Long", "{\"v\": 9223372036854775808}",
            ["Variable '$v' has invalid value: Long cannot represent value: 9223372036854775808"]
        ),
    ])
    func `a value that does not fit is explained with its path`(definition: String, json: String, wanted: [String])
        throws
    {
        #expect(try Self.messages(definition, json) == wanted)
    }

    @Test func `faults are counted and nesting is bounded`() throws {
        let items = Array(repeating: "true", count: 60).joined(separator: ",")
        let messages = try Self.messages("$v: [Int]", "{\"v\": [\(items)]}")
        #expect(messages.count == 51)
        #expect(messages.last == "Too many errors processing variables, error limit reached. Execution aborted.")
        let schema = try SchemaBuilder().build("type Query { a(x: A): Int } input A { a: A }")
        let document = try Document.parse(Array("query ($v: A) { a(x: $v) }".utf8))
        let deep = "{\"v\":" + String(repeating: "{\"a\":", count: 300) + "null" + String(repeating: "}", count: 301)
        let json = try JSONDocument(parsing: deep, limits: JSONLimits(depth: 1_000))
        var faults: [CoercionFault] = []
        do throws(CoercionFaults) {
            _ = try schema.coerceVariables(of: NodeID(0), in: document, from: json)
        } catch {
            faults = error.faults
        }
        #expect(faults.map(\.message) == ["Variable values are nested too deeply."])
    }

    @Test func `an object of unknown fields is told of as far as a response says it, and not echoed`() throws {
        let schema = try SchemaBuilder().build("type Query { a(x: A): Int } input A { a: [A] e: E } enum E { ONE }")
        let members = (0..<3_000).map { "\"field\($0)\": 1" }.joined(separator: ",")
        for text in ["{\(members)}", "{\"a\": [\(Array(repeating: "{\(members)}", count: 5).joined(separator: ","))]}"]
        {
            let json = try JSONDocument(parsing: text)
            var check = VariableCheck(schema, json, suggests: true)
            check.check(0, as: WrappedType(named: try #require(schema.type(named: "A"))))
            // One more than is said, so that the caller knows that there are more.
            #expect(check.faults.count == 51)
        }
        let long = String(repeating: "x", count: 100_000)
        for definition in ["$v: Color", "$v: Pick"] {
            let value = definition == "$v: Color" ? "\"\(long)\"" : "{\"\(long)\": 1}"
            let messages = try Self.messages(definition, "{\"v\": \(value)}")
            #expect(
                !messages.isEmpty
                    && messages.allSatisfy {
                        $0.utf8.count < 1_000 && $0.contains("xxx...xxx") || $0.contains("exactly")
                    })
        }
    }

    @Test func `many variables find their values, the later of two`() throws {
        let names = (0..<500).map { "v\($0)" }
        let definitions = names.map { "$\($0): Int" }.joined(separator: " ")
        let members = names.enumerated().map { "\"\($1)\": \($0)" } + ["\"v7\": 70", "\"nobody\": 1"]
        let values = try Self.outcome(definitions, "{\(members.joined(separator: ","))}").get()
        #expect(values.slots == (0..<500).map { .int($0 == 7 ? 70 : Int64($0)) })
    }

    @Test func `a large value is shown in short, however many faults are about it`() throws {
        let inner = (0..<9).map { "\"\($0)\(String(repeating: "k", count: 230))\": 1" }.joined(separator: ",")
        let members = (0..<60).map { "\"\($0)\(String(repeating: "k", count: 230))\": {\(inner)}" }
        let messages = try Self.messages("$v: Pick", "{\"v\": {\(members.joined(separator: ","))}}")
        #expect(messages.count == 51)
        #expect(messages.allSatisfy { $0.utf8.count < 2_500 })
        #expect(messages[0].hasSuffix("...."))
    }
}
