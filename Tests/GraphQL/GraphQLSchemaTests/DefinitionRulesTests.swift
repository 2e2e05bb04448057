import GraphQLLanguage
import Testing

@testable import GraphQLSchema

/// The rules on definitions, in the words and at the places of the reference.
struct DefinitionRulesTests {
    @Test(arguments: [
        SchemaFaultCase(
            "a second schema definition",
            "schema { <3>query: Q } <1>schema { <2>query: Q } type Q { a: Int }",
            ("LoneSchemaDefinition", "Must provide only one schema definition.", [1]),
            ("UniqueOperationTypes", "There can be only one query type in schema.", [3, 2])),
        SchemaFaultCase(
            "a type defined twice", "type <1>A { a: Int } type Query { a: A } scalar <2>A",
            ("UniqueTypeNames", "There can be only one type named 'A'.", [1, 2])),
        SchemaFaultCase(
            "an enum value in the definition and an extension",
            "enum E { <1>A B } extend enum E { <2>A } type Query { e: E }",
            ("UniqueEnumValueNames", "Enum value 'E.A' can only be defined once.", [1, 2])),
        SchemaFaultCase(
            "a field three times",
            "type Query { <1>a: Int, <2>a: Int } extend type Query { <3>a: Int }",
            ("UniqueFieldDefinitionNames", "Field 'Query.a' can only be defined once.", [1, 2]),
            ("UniqueFieldDefinitionNames", "Field 'Query.a' can only be defined once.", [1, 3])),
        SchemaFaultCase(
            "arguments of a field and of a directive",
            "type Query { a(<1>x: Int, y: Int, <2>x: Int): Int } directive @d(<3>x: Int, <4>x: Int) on FIELD",
            (
                "UniqueArgumentDefinitionNames", "Argument 'Query.a(x:)' can only be defined once.", [1, 2]
            ),
            ("UniqueArgumentDefinitionNames", "Argument '@d(x:)' can only be defined once.", [3, 4])),
        SchemaFaultCase(
            "a directive defined twice", "directive @<1>d on FIELD directive @<2>d on QUERY type Query { a: Int }",
            ("UniqueDirectiveNames", "There can be only one directive named '@d'.", [1, 2])),
        SchemaFaultCase(
            "unknown types everywhere",
            "type Query implements <1>I { a(x: [<2>Strin!]): <3>Quer } union U = <4>X schema { query: <5>Qery }",
            ("KnownTypeNames", "Unknown type 'I'. Did you mean 'ID' or 'U'?", [1]),
            ("KnownTypeNames", "Unknown type 'Strin'. Did you mean 'String'?", [2]),
            ("KnownTypeNames", "Unknown type 'Quer'. Did you mean 'Query'?", [3]),
            ("KnownTypeNames", "Unknown type 'X'. Did you mean 'U'?", [4]),
            ("KnownTypeNames", "Unknown type 'Qery'. Did you mean 'Query'?", [5])),
        SchemaFaultCase(
            "an unknown directive and one in the wrong place",
            "type Query <1>@deprecated { a(x: Int <2>@nope): Int } enum E <3>@skip(if: true) { A <4>@oneOf }",
            ("KnownDirectives", "Directive '@deprecated' may not be used on object.", [1]),
            ("KnownDirectives", "Unknown directive '@nope'.", [2]),
            ("KnownDirectives", "Directive '@skip' may not be used on enum.", [3]),
            ("KnownDirectives", "Directive '@oneOf' may not be used on enum value.", [4])),
        SchemaFaultCase(
            "a directive twice on one type, once on its extension",
            """
            directive @once on OBJECT directive @often repeatable on OBJECT
            type Query <1>@once @often @often { a: Int }
            extend type Query <2>@once @often
            """,
            (
                "UniqueDirectivesPerLocation",
                "The directive '@once' can only be used once at this location.", [1, 2]
            )),
        SchemaFaultCase(
            "extensions of nothing and of another kind",
            "<1>type Query { a: Int } <2>extend union Query = Query extend type <3>Qery { a: Int }",
            ("PossibleTypeExtensions", "Cannot extend non-union type 'Query'.", [1, 2]),
            (
                "PossibleTypeExtensions",
                "Cannot extend type 'Qery' because it is not defined. Did you mean 'Query'?", [3]
            )),
        SchemaFaultCase(
            "arguments of directives",
            """
            directive @d(needed: Int!, other: Int! = 1) on FIELD_DEFINITION
            type Query { a: Int <1>@d(<2>neded: 1, <3>other: 1, <4>other: 2) }
            """,
            (
                "KnownArgumentNamesOnDirectives",
                "Unknown argument 'neded' on directive '@d'. Did you mean 'needed'?", [2]
            ),
            ("UniqueArgumentNames", "There can be only one argument named 'other'.", [3, 4]),
            (
                "ProvidedRequiredArgumentsOnDirectives",
                "Argument '@d(needed:)' of type 'Int!' is required, but it was not provided.", [1]
            )),
        SchemaFaultCase(
            "a field twice in an object literal",
            "input In { a: Int, b: J } scalar J type Query { a(x: In = { <1>a: 1, b: { <2>c: 1, <3>c: 2 }, <4>a: 2 }): Int }",
            ("UniqueInputFieldNames", "There can be only one input field named 'c'.", [2, 3]),
            ("UniqueInputFieldNames", "There can be only one input field named 'a'.", [1, 4])),
    ])
    func `what definitions may not say is reported with its places`(_ one: SchemaFaultCase) {
        one.check()
    }

    @Test func `faults of definitions and of the type system are reported together, with the file of each`() {
        let sources = [
            ("one.graphql", "type Query { a: Missing }"),
            ("two.graphql", "interface I { x: Int }\ntype T implements I { y: Int }"),
        ]
        var found: [String] = []
        do throws(SchemaFaults) {
            _ = try SchemaBuilder().build(sources.map { .init($0.1, name: $0.0) })
        } catch {
            found = error.faults.map { fault in
                fault.rule + " " + fault.places.map { "\($0.file):\($0.line):\($0.column)" }.joined(separator: " ")
            }
        }
        #expect(
            found == [
                "KnownTypeNames one.graphql:1:17",
                "InterfacesAreImplemented two.graphql:1:15 two.graphql:2:1",
            ])
    }

    @Test func `every file that does not parse is named`() {
        var found: [String] = []
        do throws(SchemaFaults) {
            _ = try SchemaBuilder().build([
                .init("type", name: "a"), .init("type Query { a: Int }", name: "b"), .init("{", name: "c"),
            ])
        } catch {
            found = error.faults.map { "\($0.rule) \($0.places.map(\.file))" }
        }
        #expect(found == ["Syntax [\"a\"]", "Syntax [\"c\"]"])
    }

    @Test func `suggestions can be switched off`() {
        var messages: [String] = []
        do throws(SchemaFaults) {
            _ = try SchemaBuilder(suggests: false).build("type Query { a: Strin, b(x: E = TWU): Int } enum E { TWO }")
        } catch {
            messages = error.faults.map(\.message)
        }
        #expect(messages.count == 2)
        #expect(messages.allSatisfy { !$0.contains("Did you mean") })
    }
}
