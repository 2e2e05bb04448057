import GraphQLValidation
import Testing

/// The schema has a root type for the operation.
struct KnownOperationTypesTests {
    @Test func `an operation with a root type is known`() throws {
        try Zoo.expectValid(
            .knownOperationTypes,
            #"""
            query { dog { name } }
            mutation { rename(id: 1) { name } }
            """#)
    }

    @Test func `an operation without a root type is not supported`() throws {
        try Zoo.expectErrors(
            .knownOperationTypes,
            #"""
            ①mutation { a }
            ②subscription { a }
            """#,
            [
                ("The mutation operation is not supported by the schema.", "①"),
                ("The subscription operation is not supported by the schema.", "②"),
            ], in: Zoo.makeSchema("type Query { a: Int }"))
    }
}
