import GraphQLValidation
import Testing

/// An anonymous operation is alone.
struct LoneAnonymousOperationTests {
    @Test func `one anonymous operation beside fragments is fine`() throws {
        try Zoo.expectValid(
            .loneAnonymousOperation,
            #"""
            { ...F }
            fragment F on Query { dog { name } }
            """#)
    }

    @Test func `an anonymous operation beside another is told`() throws {
        try Zoo.expectErrors(
            .loneAnonymousOperation,
            #"""
            ①{ dog { name } }
            query Foo { dog { name } }
            ②{ dog { name } }
            """#,
            [
                ("This anonymous operation must be the only defined operation.", "①"),
                ("This anonymous operation must be the only defined operation.", "②"),
            ])
    }
}
