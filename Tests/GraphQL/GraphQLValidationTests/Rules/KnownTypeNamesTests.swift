import GraphQLValidation
import Testing

/// Types exist.
struct KnownTypeNamesTests {
    @Test func `known types are fine`() throws {
        try Zoo.expectValid(
            .knownTypeNames,
            #"""
            query Foo($var: String $required: [Int!]!) { pet { ... on Pet { name } ...F } }
            fragment F on Pet { name }
            """#)
    }

    @Test func `each unknown type is told, with what may have been meant`() throws {
        try Zoo.expectErrors(
            .knownTypeNames,
            #"""
            query Foo($var: [①JumbledUpLetters!]!) { pet { ... on ②Badger { name } ...F } }
            fragment F on ③Peat { name }
            """#,
            [
                ("Unknown type 'JumbledUpLetters'.", "①"),
                ("Unknown type 'Badger'.", "②"),
                ("Unknown type 'Peat'. Did you mean 'Pet' or 'Cat'?", "③"),
            ])
    }

    @Test func `nothing is suggested where suggestions are off`() throws {
        try Zoo.expectErrors(
            .knownTypeNames,
            #"""
            fragment F on ①Peat { name }
            """#,
            [
                ("Unknown type 'Peat'.", "①")
            ], suggests: false)
    }
}
