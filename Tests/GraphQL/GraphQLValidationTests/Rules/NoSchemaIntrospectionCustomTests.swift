import GraphQLValidation
import Testing

/// Fields that give types of introspection are told, where somebody asks for it.
struct NoSchemaIntrospectionCustomTests {
    @Test func `a name of a type is no introspection`() throws {
        try Zoo.expectValid(.noSchemaIntrospectionCustom, "{ __typename dog { __typename } }")
    }

    @Test func `every field that gives a type of introspection is told`() throws {
        let sentence = "GraphQL introspection has been disabled, but the requested query contained the field"
        try Zoo.expectErrors(
            .noSchemaIntrospectionCustom, "{ ①__schema { ②queryType { name ③kind } } }",
            [("\(sentence) '__schema'.", "①"), ("\(sentence) 'queryType'.", "②"), ("\(sentence) 'kind'.", "③")])
    }
}
