import GraphQLValidation
import Testing

/// Variables are of input types.
struct VariablesAreInputTypesTests {
    @Test func `input types, and types that nobody knows, are fine`() throws {
        try Zoo.expectValid(
            .variablesAreInputTypes,
            #"""
            query Foo($a: String, $b: [Boolean!]!, $c: ComplexInput, $d: Unknown) { a }
            """#)
    }

    @Test func `output types are not`() throws {
        try Zoo.expectErrors(
            .variablesAreInputTypes,
            #"""
            query Foo($a: ①Dog, $b: ②[[CatOrDog!]]!, $c: ③Pet) { a }
            """#,
            [
                ("Variable '$a' cannot be non-input type 'Dog'.", "①"),
                ("Variable '$b' cannot be non-input type '[[CatOrDog!]]!'.", "②"),
                ("Variable '$c' cannot be non-input type 'Pet'.", "③"),
            ])
    }
}
