import GraphQLValidation
import Testing

/// Introspection ends.
struct MaxIntrospectionDepthTests {
    @Test func `two lists inside one another, and types of types, are fine`() throws {
        try Zoo.expectValid(
            .maxIntrospectionDepth,
            #"""
            { __schema { types { fields { type { ofType { ofType { ofType { name } } } args { name } } } } } \#
            __type(name: "A") { fields { type { interfaces { name } } } } }
            """#)
    }

    @Test func `three lists inside one another are told once`() throws {
        try Zoo.expectErrors(
            .maxIntrospectionDepth,
            #"""
            { ①__schema { types { fields { type { fields { type { fields { name } } } } } } } }
            """#,
            [
                ("Maximum introspection depth exceeded", "①")
            ])
    }

    @Test func `fragments are followed, and cycles end`() throws {
        try Zoo.expectErrors(
            .maxIntrospectionDepth,
            #"""
            { ①__type(name: "A") { ...F } }
            fragment F on __Type { fields { type { ...G } } }
            fragment G on __Type { possibleTypes { ...F } }
            """#,
            [
                ("Maximum introspection depth exceeded", "①")
            ])
    }
}
