import GraphQLValidation
import Testing

/// Variables are used.
struct NoUnusedVariablesTests {
    @Test func `variables used in fragments, lists, objects and directives are used`() throws {
        try Zoo.expectValid(
            .noUnusedVariables,
            #"""
            query Foo($a: String, $b: String, $c: String) { field @d(a: $a) ...F }
            fragment F on Type { field(b: [{ c: $b }]) { ...G } }
            fragment G on Type { field(c: $c) }
            """#)
    }

    @Test func `unused variables are told`() throws {
        try Zoo.expectErrors(
            .noUnusedVariables,
            #"""
            query Foo($a: String, ①$b: String) { field(a: $a) }
            query (②$c: Int) { field }
            """#,
            [
                ("Variable '$b' is never used in operation 'Foo'.", "①"),
                ("Variable '$c' is never used.", "②"),
            ])
    }

    @Test func `a use in a fragment that is not reached does not count`() throws {
        try Zoo.expectErrors(
            .noUnusedVariables,
            #"""
            query Foo(①$b: String) { ...A }
            fragment A on Type { field(a: 1) }
            fragment B on Type { field(b: $b) }
            """#,
            [
                ("Variable '$b' is never used in operation 'Foo'.", "①")
            ])
    }
}
