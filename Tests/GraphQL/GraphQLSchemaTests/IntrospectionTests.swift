import GraphQLLanguage
import JSON
import Testing

@testable import GraphQLSchema

struct IntrospectionTests {
    private static let sdl = #"""
        """The "pets"\n"""
        schema { query: Query }
        type Query { pet(name: String = "x\"y", old: Int @deprecated): Pet @deprecated(reason: "no"), deep: [[[[[[Int!]!]!]!]!]!]! }
        interface Pet { name: String }
        type Dog implements Pet { name: String }
        union U = Dog
        enum E { A, B @deprecated }
        input In { a: E = A, b: [Int!]! = [1] }
        input Pick @oneOf { e: E }
        scalar S @specifiedBy(url: "https://s.example")
        directive @d(x: Int) repeatable on FIELD | QUERY
        """#

    private func result() throws -> JSONValue {
        let schema = try SchemaBuilder().build(Self.sdl)
        return try #require(
            try JSONValue(parsing: schema.introspectionJSON(), limits: JSONLimits(depth: 100))["__schema"])
    }

    private func type(_ name: String) throws -> JSONValue {
        try #require(try result()["types"]?.items?.first { $0["name"]?.string == name })
    }

    @Test func `each kind of type shows what applies to it and null for the rest`() throws {
        let dog = try type("Dog")
        #expect(dog["kind"] == "OBJECT" && dog["possibleTypes"] == nil as JSONValue? ?? .null)
        #expect(dog["interfaces"]?.text == #"[{"kind":"INTERFACE","name":"Pet","ofType":null}]"#)
        #expect(try type("Pet")["possibleTypes"]?.text == #"[{"kind":"OBJECT","name":"Dog","ofType":null}]"#)
        #expect(try type("S")["specifiedByURL"] == "https://s.example")
        #expect(try type("S")["fields"] == .null)
        #expect(try type("Pick")["isOneOf"] == true && type("In")["isOneOf"] == false && type("E")["isOneOf"] == .null)
        #expect(try type("E")["enumValues"]?.items?.count == 2)
        #expect(try type("In")["inputFields"]?[1]?["defaultValue"] == "[1]")
        #expect(try type("Query")["fields"]?[0]?["args"]?[0]?["defaultValue"] == #""x\"y""#)
        #expect(try type("Query")["fields"]?[0]?["deprecationReason"] == "no")
        #expect(try result()["description"] == "The \"pets\"\\n")
    }

    @Test func `wrappers deeper than the standard query looks are cut off as it does`() throws {
        var type = try #require(try type("Query")["fields"]?[1]?["type"])
        var kinds: [String] = []
        while let inner = type["ofType"], !inner.isNull {
            kinds.append(type["kind"]?.string ?? "")
            type = inner
        }
        #expect(kinds == ["NON_NULL", "LIST", "NON_NULL", "LIST", "NON_NULL", "LIST", "NON_NULL", "LIST", "NON_NULL"])
        #expect(type.text == #"{"name":null,"kind":"LIST"}"#)
    }

    @Test func `every field of the introspection types has a value by the same rules`() throws {
        let schema = try SchemaBuilder().build(Self.sdl)
        var named = 0
        for field in schema.fields.indices {
            let id = FieldID(index: UInt32(field))
            let isIntrospection = schema[schema[id].parent].origin == .introspection && schema[id].meta == nil
            #expect((schema.introspectionField(id) != nil) == isIntrospection)
            named += isIntrospection ? 1 : 0
        }
        #expect(named == 40)
        let query = try #require(schema.queryType)
        let type = IntrospectionNode.type(WrappedType(named: query))
        func count(_ field: IntrospectionField.OfType, _ includeDeprecated: Bool) -> Int? {
            guard
                case .nodes(let nodes) = schema.introspect(.type(field), of: type, includeDeprecated: includeDeprecated)
            else { return nil }
            return nodes.count
        }
        #expect(count(.fields, false) == 1 && count(.fields, true) == 2)
        #expect(
            count(.interfaces, false) == 0 && count(.enumValues, true) == nil && count(.possibleTypes, false) == nil)
        let pet = try #require(schema.field(named: "pet", of: query))
        guard case .nodes(let arguments) = schema.introspect(.field(.args), of: .field(pet)),
            case .text(let text) = schema.introspect(.inputValue(.defaultValue), of: arguments[0])
        else {
            Issue.record("no default")
            return
        }
        #expect(arguments.count == 1 && String(decoding: text, as: UTF8.self) == #""x\"y""#)
        #expect(schema.introspectionNode(ofTypeNamed: Array("Nope".utf8)[...]) == nil)
    }
}
