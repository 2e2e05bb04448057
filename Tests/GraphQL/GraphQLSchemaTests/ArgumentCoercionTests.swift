import GraphQLLanguage
import JSON
import Testing

@testable import GraphQLSchema

struct ArgumentCoercionTests {
    private static let sdl = """
        type Query { f(need: Int!, list: [Int!], def: Int! = 3, in: In, pick: Pick, any: Any): Int }
        input In { a: Int = 1, b: Int!, c: [In] }
        input Pick @oneOf { x: Int, y: Int }
        scalar Any
        """

    /// The arguments of `f` by name, or the message that refuses them.
    private func outcome(_ arguments: String, variables: String = "", _ json: String = "{}") throws -> [String: String]
    {
        let schema = try SchemaBuilder().build(Self.sdl)
        let head = variables.isEmpty ? "query" : "query (\(variables))"
        let document = try Document.parse(Array("\(head) { f(\(arguments)) }".utf8))
        let values = try schema.coerceVariables(of: NodeID(0), in: document, from: JSONDocument(parsing: json))
        let query = try #require(schema.queryType)
        let field = try #require(schema.field(named: "f", of: query))
        let node = document.selections[0]
        do throws(CoercionFault) {
            let coerced = try schema.coerceArguments(
                node.arguments, of: schema[field].arguments, in: document, variables: values, position: node.position)
            return Dictionary(
                uniqueKeysWithValues: coerced.entries.map {
                    (schema.string(schema[$0.field].name), describe($0.value, schema))
                })
        } catch {
            let place = error.position.map { "\(document.location(at: $0).column)" } ?? "-"
            return ["": "\(place) \(error.message)"]
        }
    }

    private func describe(_ value: CoercedValue, _ schema: Schema) -> String {
        switch value {
        case .null: "null"
        case .boolean(let value): "\(value)"
        case .int(let value): "\(value)"
        case .float(let value): "\(value)"
        case .string(let bytes), .number(let bytes), .name(let bytes): String(decoding: bytes, as: UTF8.self)
        case .enumValue(let id): schema.string(schema[id].name)
        case .list(let items): "[\(items.map { describe($0, schema) }.joined(separator: " "))]"
        case .object(let fields):
            "{\(fields.map { "\(schema.string(schema[$0.field].name)):\(describe($0.value, schema))" }.joined(separator: " "))}"
        case .record(let entries):
            "{\(entries.map { "\(String(decoding: $0.name, as: UTF8.self)):\(describe($0.value, schema))" }.joined(separator: " "))}"
        }
    }

    @Test func `literals, defaults and absent arguments`() throws {
        #expect(try outcome("need: 1") == ["need": "1", "def": "3"])
        #expect(try outcome("need: 1, list: 4, def: 5") == ["need": "1", "list": "[4]", "def": "5"])
        #expect(try outcome("need: 1, list: null") == ["need": "1", "list": "null", "def": "3"])
        #expect(
            try outcome("need: 1, in: { b: 2, c: { b: 3, a: null } }")
                == ["need": "1", "def": "3", "in": "{a:1 b:2 c:[{a:null b:3}]}"])
    }

    @Test func `a variable that was not given is an argument that was not given`() throws {
        #expect(
            try outcome("need: 1, def: $d, list: $l", variables: "$d: Int, $l: [Int!]") == ["need": "1", "def": "3"])
        #expect(
            try outcome("need: $n, list: [1, $m]", variables: "$n: Int!, $m: Int = 9", #"{"n": 4}"#)
                == ["need": "4", "list": "[1 9]", "def": "3"])
        #expect(
            try outcome("need: 1, in: { b: 1, a: $a }", variables: "$a: Int") == [
                "need": "1", "def": "3", "in": "{a:1 b:1}",
            ])
        #expect(
            try outcome("need: 1, any: { k: [$a, X, 1.50], m: $gone }", variables: "$a: Int, $gone: Int", #"{"a": 2}"#)
                == ["need": "1", "def": "3", "any": "{k:[2 X 1.50]}"])
    }

    @Test func `what only shows when variables are known is refused with its place`() throws {
        #expect(
            try outcome("need: $n", variables: "$n: Int")
                == [
                    "":
                        "27 Argument 'need' has invalid value: Expected variable '$n' provided to type 'Int!' to provide a runtime value."
                ])
        #expect(
            try outcome("need: 1, def: $d", variables: "$d: Int", #"{"d": null}"#)
                == [
                    "":
                        "35 Argument 'def' has invalid value: Expected variable '$d' provided to non-null type 'Int!' not to be None."
                ])
        #expect(
            try outcome("need: 1, list: [$m]", variables: "$m: Int", #"{"m": null}"#)
                == [
                    "":
                        "37 Argument 'list' has invalid value at [0]: Expected variable '$m' provided to non-null type 'Int!' not to be None."
                ])
        #expect(
            try outcome("need: 1, pick: { x: $x }", variables: "$x: Int")
                == [
                    "":
                        "36 Argument 'pick' has invalid value: Expected variable '$x' provided to field 'x' for OneOf Input Object type 'Pick' to provide a runtime value."
                ])
        #expect(try outcome("list: 1") == ["": "9 Argument 'need' of required type 'Int!' was not provided."])
    }

    @Test func `a literal beyond the range of its type is refused`() throws {
        #expect(
            try outcome("need: 2147483648")
                == [
                    "":
                        "17 Argument 'need' has invalid value: Int cannot represent non 32-bit signed integer value: 2147483648"
                ])
        let schema = try SchemaBuilder().build("type Query { f(x: Float): Int }")
        let document = try Document.parse(Array("{ f(x: 1e400) }".utf8))
        let query = try #require(schema.queryType)
        let f = try #require(schema.field(named: "f", of: query))
        let x = try #require(schema.argument(named: "x", of: f))
        #expect(
            schema.faults(in: document.arguments[0].value, of: document, as: schema[x].type).map(\.message)
                == ["Float cannot represent non numeric value: 1e400"])
    }
}
