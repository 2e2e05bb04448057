import GraphQLValidation
import Testing

/// Lists are streamed.
struct StreamDirectiveOnListFieldTests {
    @Test func `a list, also a non-null one, is fine`() throws {
        try Zoo.expectValid(
            .streamDirectiveOnListField,
            #"""
            { list @stream thing { sure @stream(initialCount: 1) } }
            """#, in: Incremental.schema)
    }

    @Test func `anything else is told`() throws {
        try Zoo.expectErrors(
            .streamDirectiveOnListField,
            #"""
            { thing ①@stream { name ②@stream } }
            """#,
            [
                ("Stream directive cannot be used on non-list field 'thing' on type 'Query'.", "①"),
                ("Stream directive cannot be used on non-list field 'name' on type 'Thing'.", "②"),
            ], in: Incremental.schema)
    }
}
