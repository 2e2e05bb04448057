import GraphQLValidation
import Testing

/// Fragments are on types with fields.
struct FragmentsOnCompositeTypesTests {
    @Test func `objects, interfaces and unions are fine`() throws {
        try Zoo.expectValid(
            .fragmentsOnCompositeTypes,
            #"""
            fragment A on Dog { ... on Pet { name } ... { name } }
            fragment B on CatOrDog { __typename }
            """#)
    }

    @Test func `scalars, enums and inputs are not`() throws {
        try Zoo.expectErrors(
            .fragmentsOnCompositeTypes,
            #"""
            fragment A on ①Boolean { bad }
            fragment B on ②FurColor { bad }
            fragment C on Pet { ... on ③ComplexInput { a } }
            """#,
            [
                ("Fragment 'A' cannot condition on non composite type 'Boolean'.", "①"),
                ("Fragment 'B' cannot condition on non composite type 'FurColor'.", "②"),
                ("Fragment cannot condition on non composite type 'ComplexInput'.", "③"),
            ])
    }
}
