import GraphQLValidation
import Testing

/// Only operations and fragments are executed.
struct ExecutableDefinitionsTests {
    @Test func `operations and fragments are executable`() throws {
        try Zoo.expectValid(
            .executableDefinitions,
            #"""
            { dog { ...F } }
            fragment F on Dog { name }
            """#)
    }

    @Test func `a type definition is not executable`() throws {
        try Zoo.expectErrors(
            .executableDefinitions,
            #"""
            { dog { name } }
            ①type Cow { name: String }
            ②extend type Dog { color: String }
            """#,
            [
                ("The 'Cow' definition is not executable.", "①"),
                ("The 'Dog' definition is not executable.", "②"),
            ])
    }

    @Test func `a schema or directive definition is not executable`() throws {
        try Zoo.expectErrors(
            .executableDefinitions,
            #"""
            ①schema { query: Query }
            ②directive @a on FIELD
            """#,
            [
                ("The schema definition is not executable.", "①"),
                ("The 'a' definition is not executable.", "②"),
            ])
    }
}
