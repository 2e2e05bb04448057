import GraphQLLanguage
import Testing

@testable import GraphQLSchema

struct SchemaBuilderTests {
    private func names(_ schema: Schema) -> [String] { schema.typeIDs.map { schema.name(of: $0) } }

    @Test(arguments: [[], .directivesOnDirectives] as [SchemaCapabilities])
    func `the built-in definitions parse`(capabilities: SchemaCapabilities) {
        #expect(BuiltInDefinitions.document(for: capabilities) != nil)
    }

    @Test func `types stand in the order of the SDL, each built-in scalar after its first use`() throws {
        let schema = try SchemaBuilder().build(
            """
            type Query { pet(id: ID!): Pet, size: Float }
            interface Pet { name: String }
            type Dog implements Pet { name: String, friends: [Pet!]! }
            """)
        #expect(
            names(schema) == [
                "Query", "ID", "Float", "Pet", "String", "Dog", "Boolean", "__Schema", "__Type", "__TypeKind",
                "__Field", "__InputValue", "__EnumValue", "__Directive", "__DirectiveLocation",
            ])
        #expect(schema.type(named: "Int") == nil)
    }

    @Test func `elements are found by name and by nothing else`() throws {
        let schema = try SchemaBuilder().build(
            "type Query { a(x: Int = 3, y: [In!]): E } enum E { ONE TWO } input In { f: Int! }")
        let query = try #require(schema.queryType)
        let a = try #require(schema.field(named: "a", of: query))
        #expect(schema.field(named: "b", of: query) == nil)
        #expect(schema.string(schema[a].type) == "E")
        let y = try #require(schema.argument(named: "y", of: a))
        #expect(schema.string(schema[y].type) == "[In!]")
        let x = try #require(schema.argument(named: "x", of: a))
        #expect(schema.defaultValue(of: x) == .int(3))
        #expect(schema[x].hasDefault && !schema[y].hasDefault)
        let input = try #require(schema.type(named: "In"))
        #expect(schema.inputField(named: Array("f".utf8)[...], of: input) != nil)
        #expect(schema.field(named: "f", of: input) == nil)
        let e = try #require(schema.type(named: "E"))
        #expect(schema.enumValue(named: Array("TWO".utf8)[...], of: e) != nil)
    }

    @Test func `meta-fields are found where they may be selected`() throws {
        let schema = try SchemaBuilder().build("type Query { o: O } type O { a: Int } union U = O")
        let query = try #require(schema.queryType)
        let o = try #require(schema.type(named: "O"))
        let u = try #require(schema.type(named: "U"))
        #expect(schema.field(named: "__schema", of: query) == schema.schemaField)
        #expect(schema.field(named: "__type", of: query) == schema.typeField)
        #expect(schema.field(named: "__schema", of: o) == nil)
        #expect(schema.field(named: "__typename", of: o) == schema.typenameField)
        #expect(schema.field(named: "__typename", of: u) == schema.typenameField)
        #expect(schema.string(schema[schema.schemaField].type) == "__Schema!")
        #expect(schema[schema.typeField].meta == .type)
        #expect(schema.argument(named: "name", of: schema.typeField) != nil)
        #expect(!schema[query].fields.contains(schema.schemaField))
    }

    @Test func `extensions of every kind are merged after the definitions, from several files`() throws {
        let schema = try SchemaBuilder().build([
            Source(
                """
                extend type Query { b: Int }
                type Query { a: S }
                scalar S
                interface I { a: Int }
                union U = A
                enum E { X }
                input In { a: Int }
                type A implements I { a: Int }
                """, name: "one.graphql"),
            Source(
                """
                extend scalar S @specifiedBy(url: "https://s.example")
                extend interface I { b: Int }
                extend type A { b: Int, c: U }
                extend union U = B
                type B { e(i: In): E }
                extend enum E { Y }
                extend input In { b: Int = 2 }
                type Mutation { m: Int }
                extend schema { subscription: Sub }
                type Sub { s: Int }
                """, name: "two.graphql"),
        ])
        func fields(_ name: String) throws -> [String] {
            let type = try #require(schema.type(named: name))
            return schema[type].fields.map { schema.string(schema[$0].name) }
                + schema[type].inputFields.map { schema.string(schema[$0].name) }
                + schema[type].enumValues.map { schema.string(schema[$0].name) }
        }
        #expect(try fields("Query") == ["a", "b"])
        #expect(try fields("I") == ["a", "b"])
        #expect(try fields("A") == ["a", "b", "c"])
        #expect(try fields("E") == ["X", "Y"])
        #expect(try fields("In") == ["a", "b"])
        let u = try #require(schema.type(named: "U"))
        #expect(schema.possibleTypes(of: u).map { schema.name(of: $0) } == ["A", "B"])
        let s = try #require(schema.type(named: "S"))
        #expect(schema[s].specifiedByURL.map(schema.string) == "https://s.example")
        #expect(schema.mutationType.map(schema.name) == "Mutation")
        #expect(schema.subscriptionType.map(schema.name) == "Sub")
    }

    @Test func `subtypes and overlaps follow interfaces and unions`() throws {
        let schema = try SchemaBuilder().build(
            """
            type Query { u: U }
            interface Node { id: ID }
            interface Named implements Node { id: ID }
            type A implements Named & Node { id: ID }
            type B implements Node { id: ID }
            type C { c: Int }
            union U = A | C
            union V = B
            """)
        func id(_ name: String) throws -> TypeID { try #require(schema.type(named: name)) }
        let (node, named, a, b, c, u, v) = try (
            id("Node"), id("Named"), id("A"), id("B"), id("C"), id("U"), id("V")
        )
        #expect(schema.isSubtype(a, of: node) && schema.isSubtype(a, of: named) && schema.isSubtype(named, of: node))
        #expect(!schema.isSubtype(node, of: named) && !schema.isSubtype(b, of: named) && !schema.isSubtype(u, of: node))
        #expect(schema.isSubtype(c, of: u) && !schema.isSubtype(b, of: u))
        #expect(schema.overlaps(node, u) && schema.overlaps(u, named) && !schema.overlaps(u, v))
        #expect(
            schema.overlaps(v, node) && !schema.overlaps(v, named) && schema.overlaps(a, u) && schema.overlaps(u, a))
        #expect(!schema.overlaps(b, u) && !schema.overlaps(a, b) && schema.overlaps(b, b))
        #expect(schema.possibleTypes(of: node).map { schema.name(of: $0) } == ["A", "B"])
        #expect(schema.possibleTypes(of: a) == [a])
    }

    @Test func `directives on elements are kept with their arguments coerced and defaults filled in`() throws {
        let schema = try SchemaBuilder().build(
            """
            directive @cost(weight: String!, multipliers: [String!] = ["first"]) repeatable on FIELD_DEFINITION | OBJECT
            type Query @cost(weight: "1") { a: Int @cost(weight: "2") @deprecated, b: Int @deprecated(reason: "b") }
            extend type Query @cost(weight: "3", multipliers: [])
            """)
        let query = try #require(schema.queryType)
        let uses = schema[query].directives.map { schema[$0] }
        #expect(uses.map { schema.string($0.name) } == ["cost", "cost"])
        #expect(uses.map { schema.argument("weight", of: $0) } == [.string(Array("1".utf8)), .string(Array("3".utf8))])
        #expect(
            uses.map { schema.argument("multipliers", of: $0) } == [.list([.string(Array("first".utf8))]), .list([])])
        let a = try #require(schema.field(named: "a", of: query))
        #expect(schema[a].deprecationReason.map(schema.string) == "No longer supported")
        #expect(schema.applied("cost", in: schema[a].directives) != nil)
        let b = try #require(schema.field(named: "b", of: query))
        #expect(schema[b].deprecationReason.map(schema.string) == "b")
    }

    @Test func `incremental directives exist only where they are asked for`() throws {
        let plain = try SchemaBuilder().build("type Query { a: Int }")
        #expect(plain.directive(named: "defer") == nil)
        let incremental = try SchemaBuilder(capabilities: .incrementalDelivery).build("type Query { a: Int }")
        #expect(
            incremental.directiveIDs.map { incremental.string(incremental[$0].name) } == [
                "include", "skip", "deprecated", "specifiedBy", "oneOf", "defer", "stream",
            ])
    }

    @Test func `defaults are completed by the defaults of the fields they leave out`() throws {
        let schema = try SchemaBuilder().build(
            """
            type Query { a(x: A = {}): Int }
            input A { b: B! = { list: 7 }, n: Int }
            input B { list: [[Int]], s: String = "x", e: E = ON }
            enum E { ON }
            """)
        let query = try #require(schema.queryType)
        let a = try #require(schema.field(named: "a", of: query))
        let x = try #require(schema.argument(named: "x", of: a))
        guard case .object(let fields)? = schema.defaultValue(of: x), case .object(let inner)? = fields.first?.value
        else {
            Issue.record("no object")
            return
        }
        #expect(fields.count == 1)
        #expect(inner.map { schema.string(schema[$0.field].name) } == ["list", "s", "e"])
        #expect(inner[0].value == .list([.list([.int(7)])]))
    }

    @Test(arguments: [
        "", "type Query", "{a}", "scalar Query", "schema { query: Missing }", "extend type Query { a: Int }",
        "type Query { a: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[Int]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]] }",
        "directive @a on FIELD",
        "type __Meta { a: Int } type Query { m: __Meta }", "type Query { a: __Schema } type Int { x: Int }",
        "union U = U | U type Query { a: U }", "interface I implements I { a: I } type Query { i: I }",
        "type Query implements Query & Missing { a(b: Query = {}): Int }", "type String type Query { a: String }",
    ])
    func `no SDL traps`(sdl: String) { _ = SchemaFaultCase.faults(of: sdl) }

    @Test func `a built-in scalar that the SDL defines stands where the SDL defines it`() throws {
        let schema = try SchemaBuilder().build("enum E { A } scalar String type Query { a: String b: Int }")
        #expect(schema.typeIDs.map { schema.name(of: $0) }.prefix(4) == ["E", "String", "Query", "Int"])
    }
}
