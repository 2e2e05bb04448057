import GraphQLLanguage
import Testing

/// The tree that a document becomes.
struct ParserTests {
    @Test func `the parts of an operation stand where the text has them`() throws {
        let text = "\"about\" query Q(\"v\" $ a: Int! = 1 @d) @e { x: y(b: $a) @f { z } ...F ... on T @g { w } }"
        let document = try Document.parse(Source(text))
        let operation = try #require(document.operations.first)
        #expect(document.string(of: operation.description) == "about")
        #expect(document.string(operation.name) == "Q")
        #expect(operation.position == 0)
        let variable = document[operation.variables[0]]
        #expect(document.string(of: variable.description) == "v")
        #expect(variable.variablePosition == 20)
        #expect(document.string(variable.name) == "a")
        #expect(document.string(of: variable.type) == "Int!")
        #expect(variable.directives.count == 1)
        let selections = operation.selections.map { document[$0] }
        #expect(selections.map(\.kind) == [.field, .fragmentSpread, .inlineFragment])
        #expect(document.string(selections[0].responseName) == "x")
        #expect(document.string(selections[0].name) == "y")
        #expect(document.string(document[selections[0].selections[0]].name) == "z")
        #expect(document.string(selections[2].name) == "T")
        #expect(document.string(document[selections[2].selections[0]].name) == "w")
    }

    @Test func `keywords are names wherever a name may stand`() throws {
        for keyword in ["on", "fragment", "query", "mutation", "subscription", "true", "false", "null", "type"] {
            let fragment = keyword == "on" ? "a" : keyword
            let text = """
                query \(keyword) { ... \(fragment) ... on \(keyword) { \(keyword) } }
                fragment \(fragment) on Type { \(keyword)(\(keyword): $\(keyword)) @\(keyword)(\(keyword): 1) }
                """
            let document = try Document.parse(Source(text))
            #expect(document.fragments.count == 1)
        }
    }

    @Test func `children of one node lie side by side, in document order`() throws {
        let document = try Document.parse(Source("{ a { b { c d } e } f g(x: [1, [2, 3], {y: [4]}]) }"))
        let operation = document.operations[0]
        #expect(operation.selections.map { document.string(document[$0].name) } == ["a", "f", "g"])
        let a = document[operation.selections[0]]
        #expect(a.selections.map { document.string(document[$0].name) } == ["b", "e"])
        let list = document[document[document[operation.selections[2]].arguments[0]].value]
        #expect(list.items.map { document.printed($0) } == ["1", "[2, 3]", "{ y: [4] }"])
    }

    @Test func `all definitions of a schema are read`() throws {
        let text = """
            schema @a { query: Q subscription: S }
            "d" scalar Date @specifiedBy(url: "u")
            type Q implements & A & B @k { "f" f("x" x: Int = 1 @d, y: [Int!]! = []): [Q!]! @deprecated }
            interface A implements B { id: ID }
            union U @u = | Q | S
            enum E @e { "v" A @deprecated B }
            input I @i { a: Int! = 1 b: I }
            directive @a(x: Int) repeatable on | SCHEMA | FIELD
            extend schema { mutation: M }
            extend scalar Date @a
            extend type Q { g: Int }
            extend interface A @a
            extend union U = T
            extend enum E { C }
            extend input I { c: Int }
            """
        let document = try Document.parse(Source(text))
        let system = document.typeSystem
        #expect(document.definitions.count == 15)
        #expect(system.schemas.map(\.isExtension) == [false, true])
        #expect(
            system.typeDefinitions.map(\.kind) == [
                .scalar, .object, .interface, .union, .enum, .inputObject,
                .scalar, .object, .interface, .union, .enum, .inputObject,
            ])
        #expect(system.typeDefinitions[1].interfaces.map { document.string(document[$0].name) } == ["A", "B"])
        #expect(system.directiveDefinitions[0].isRepeatable)
        #expect(system.directiveLocations.map(\.location) == [.schema, .field])
        #expect(document.tokenCount == 164)
    }

    @Test(arguments: [
        ("Type", SchemaCoordinate.type("Type")), ("Type.name", .member(type: "Type", name: "name")),
        ("Type.field(arg:)", .argument(type: "Type", field: "field", name: "arg")),
        ("@d", .directive("d")), ("@d(arg:)", .directiveArgument(directive: "d", name: "arg")),
    ])
    func `a schema coordinate is read and written`(_ text: String, _ coordinate: SchemaCoordinate) throws {
        #expect(try SchemaCoordinate.parse(text) == coordinate)
        #expect(coordinate.description == text)
    }

    @Test(arguments: [
        ("", "Expected Name, found <EOF>.", 1), ("Type .a", "Invalid character: ' '.", 5),
        ("A.b.c", "Expected <EOF>, found '.'.", 4), ("A.b(c)", "Expected ':', found ')'.", 6),
        ("@a.b", "Expected <EOF>, found '.'.", 3), ("A(b:)", "Expected <EOF>, found '('.", 2),
    ])
    func `a faulty schema coordinate says where`(_ text: String, _ message: String, _ column: Int) {
        let error = #expect(throws: SyntaxError.self) { try SchemaCoordinate.parse(text) }
        #expect(error?.message == "Syntax Error: \(message)")
        #expect(error?.location.column == column)
    }
}
