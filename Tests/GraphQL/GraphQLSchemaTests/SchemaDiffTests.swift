import GraphQLLanguage
import Testing

@testable import GraphQLSchema

struct SchemaDiffTests {
    private func changes(_ old: String, _ new: String) throws -> [String] {
        let (left, right) = try (SchemaBuilder().build(old), SchemaBuilder().build(new))
        return SchemaDiff.changes(from: left, to: right).map { "\($0.severity) \($0.kind.rawValue) \($0.coordinate)" }
    }

    @Test func `a schema does not differ from itself`() throws {
        let sdl = "type Query { a(x: In = { b: [1], a: 2 }): Int } input In { a: Int, b: [Int] } directive @d on FIELD"
        #expect(try changes(sdl, sdl) == [])
        #expect(try changes(sdl, sdl.replacing("{ b: [1], a: 2 }", with: "{ a: 2, b: [1] }")) == [])
    }

    @Test(arguments: [
        (
            "type Query { a: A } type A { a: Int }", "type Query { a: Int }",
            ["breaking TYPE_REMOVED A", "breaking FIELD_CHANGED_KIND Query.a"]
        ),
        ("type Query { a: Int }", "type Query { a: Int! }", ["safe FIELD_CHANGED_KIND_SAFE Query.a"]),
        ("type Query { a: [Int!]! }", "type Query { a: [Int]! }", ["breaking FIELD_CHANGED_KIND Query.a"]),
        ("type Query { a: Int }", "type Query { a: [Int] }", ["breaking FIELD_CHANGED_KIND Query.a"]),
        (
            "type Query { a: Int b: Int }", "type Query { a: Int c: Int }",
            ["breaking FIELD_REMOVED Query.b", "safe FIELD_ADDED Query.c"]
        ),
        ("type Query { a(x: Int!): Int }", "type Query { a(x: Int): Int }", ["safe ARG_CHANGED_KIND_SAFE Query.a(x:)"]),
        ("type Query { a(x: Int): Int }", "type Query { a(x: Int!): Int }", ["breaking ARG_CHANGED_KIND Query.a(x:)"]),
        (
            "type Query { a(x: Int, y: Int = 1): Int }", "type Query { a(y: Int = 2, z: Int!, w: Int): Int }",
            [
                "breaking ARG_REMOVED Query.a(x:)", "dangerous ARG_DEFAULT_VALUE_CHANGE Query.a(y:)",
                "breaking REQUIRED_ARG_ADDED Query.a(z:)", "dangerous OPTIONAL_ARG_ADDED Query.a(w:)",
            ]
        ),
        (
            "type Query { e: E } enum E { A B }", "type Query { e: E } enum E { B C }",
            ["dangerous VALUE_ADDED_TO_ENUM E.C", "breaking VALUE_REMOVED_FROM_ENUM E.A"]
        ),
        (
            "type Query { u: U } union U = Query", "type Query { u: U } union U = A type A { a: Boolean }",
            ["safe TYPE_ADDED A", "dangerous TYPE_ADDED_TO_UNION U", "breaking TYPE_REMOVED_FROM_UNION U"]
        ),
        (
            "type Query { a(x: In): Int } input In { a: Int b: Int = 1 }",
            "type Query { a(x: In): Int } input In { b: Int c: Int! d: Int }",
            [
                "breaking REQUIRED_INPUT_FIELD_ADDED In.c", "dangerous OPTIONAL_INPUT_FIELD_ADDED In.d",
                "breaking FIELD_REMOVED In.a", "dangerous INPUT_FIELD_DEFAULT_VALUE_CHANGE In.b",
            ]
        ),
        (
            "type Query { a(x: In): Int } input In { a: Int }",
            "type Query { a(x: In): Int } input In @oneOf { a: Int }",
            ["breaking ONE_OF_ADDED In"]
        ),
        (
            "type Query implements I { a: Int } interface I { a: Int }", "type Query { a: Int } interface I { a: Int }",
            ["breaking IMPLEMENTED_INTERFACE_REMOVED Query"]
        ),
        ("type Query { a: S } scalar S", "type Query { a: S } type S { a: Boolean }", ["breaking TYPE_CHANGED_KIND S"]),
        (
            "type Query { a: Int } directive @d(x: Int) repeatable on FIELD | QUERY",
            "type Query { a: Int @deprecated } directive @d(y: Int!) on FIELD | MUTATION",
            [
                "safe DEPRECATION_ADDED Query.a", "breaking REQUIRED_DIRECTIVE_ARG_ADDED @d(y:)",
                "breaking DIRECTIVE_ARG_REMOVED @d(x:)", "breaking DIRECTIVE_REPEATABLE_REMOVED @d",
                "breaking DIRECTIVE_LOCATION_REMOVED @d", "safe DIRECTIVE_LOCATION_ADDED @d",
            ]
        ),
        (
            "type Query { a(x: Int! = 1): Int }", "type Query { a(x: Int!): Int }",
            ["breaking REQUIRED_ARG_ADDED Query.a(x:)"]
        ),
        (
            "type Query { a(x: In): Int } input In { b: Int! = 1 }",
            "type Query { a(x: In): Int } input In { b: Int! }",
            ["breaking REQUIRED_INPUT_FIELD_ADDED In.b"]
        ),
        (
            "type Query { a: Int } directive @d(x: Int! = 1) on FIELD",
            "type Query { a: Int } directive @d(x: Int!) on FIELD",
            ["breaking REQUIRED_DIRECTIVE_ARG_ADDED @d(x:)"]
        ),
        (
            "schema { query: Query mutation: M } type Query { a: Int } type M { a: Int }",
            "schema { query: Query } type Query { a: Int } type M { a: Int }", ["breaking ROOT_TYPE_REMOVED M"]
        ),
        (
            "schema { query: Q } type Q { a: Int } type M { a: Int }",
            "schema { query: M } type Q { a: Int } type M { a: Int }",
            ["breaking ROOT_TYPE_CHANGED Q"]
        ),
        (
            "type Query { a: Int } type M { a: Int }",
            "schema { query: Query mutation: M } type Query { a: Int } type M { a: Int }", ["safe ROOT_TYPE_ADDED M"]
        ),
        (
            "type Query { a: Float }", "\"new\" type Query { a: Int }",
            [
                "breaking TYPE_REMOVED Float", "safe TYPE_ADDED Int", "safe DESCRIPTION_CHANGED Query",
                "breaking FIELD_CHANGED_KIND Query.a",
            ]
        ),
    ])
    func `changes are classed by what a client may notice`(old: String, new: String, wanted: [String]) throws {
        #expect(try changes(old, new) == wanted)
    }

    @Test func `coordinates name elements and elements give their coordinate`() throws {
        let schema = try SchemaBuilder().build(
            "type Query { a(x: Int): E } enum E { ONE } input In { f: Int } directive @d(y: Int) on FIELD")
        let query = try #require(schema.queryType)
        let a = try #require(schema.field(named: "a", of: query))
        let x = try #require(schema.argument(named: "x", of: a))
        #expect(try schema.element(at: .parse("Query")) == .type(query))
        #expect(try schema.element(at: .parse("Query.a")) == .field(a))
        #expect(try schema.element(at: .parse("Query.a(x:)")) == .argument(x))
        #expect(try schema.element(at: .parse("@d")) == schema.directive(named: "d").map(SchemaElement.directive))
        for missing in ["Nope", "Query.b", "Query.a(y:)", "E.TWO", "In.a", "@e", "@d(x:)", "Query.a.b"] {
            let coordinate = try? SchemaCoordinate.parse(missing)
            #expect(coordinate.flatMap { schema.element(at: $0) } == nil, "\(missing)")
        }
        #expect(schema.coordinate(of: a) == "Query.a" && schema.coordinate(of: x) == "Query.a(x:)")
        guard case .argument(let y)? = try schema.element(at: .parse("@d(y:)")),
            case .inputField(let f)? = try schema.element(at: .parse("In.f")),
            case .enumValue? = try schema.element(at: .parse("E.ONE"))
        else {
            Issue.record("an element is not found")
            return
        }
        #expect(schema.coordinate(of: y) == "@d(y:)" && schema.coordinate(of: f) == "In.f")
    }
}
