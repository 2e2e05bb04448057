import GraphQLValidation
import Testing

/// Operations differ in name.
struct UniqueOperationNamesTests {
    @Test func `operations of different names, and a fragment of the same, are fine`() throws {
        try Zoo.expectValid(
            .uniqueOperationNames,
            #"""
            query Foo { dog { ...Foo } }
            mutation Bar { rename(id: 1) { name } }
            fragment Foo on Dog { name }
            """#)
    }

    @Test func `each repetition is told with the first`() throws {
        try Zoo.expectErrors(
            .uniqueOperationNames,
            #"""
            query ①Foo { dog { name } }
            mutation ②Foo { a }
            query ③Foo { a }
            """#,
            [
                ("There can be only one operation named 'Foo'.", "①②"),
                ("There can be only one operation named 'Foo'.", "①③"),
            ])
    }
}
