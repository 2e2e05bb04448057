import GraphQLValidation
import Testing

/// Some object is of both types.
struct PossibleFragmentSpreadsTests {
    @Test func `types that overlap are fine`() throws {
        try Zoo.expectValid(
            .possibleFragmentSpreads,
            #"""
            fragment A on Dog { ...B ... on Pet { name } ... on CatOrDog { __typename } ... { name } }
            fragment B on Canine { name }
            fragment C on Unknown { ...B }
            """#)
    }

    @Test func `types that do not are told`() throws {
        try Zoo.expectErrors(
            .possibleFragmentSpreads,
            #"""
            fragment A on Cat { ①...B ②... on Human { name } }
            fragment B on Dog { name }
            fragment C on Human { ③... on CatOrDog { __typename } }
            fragment D on CatOrDog { ④... on Human { name } }
            """#,
            [
                ("Fragment 'B' cannot be spread here as objects of type 'Cat' can never be of type 'Dog'.", "①"),
                ("Fragment cannot be spread here as objects of type 'Cat' can never be of type 'Human'.", "②"),
                ("Fragment cannot be spread here as objects of type 'Human' can never be of type 'CatOrDog'.", "③"),
                ("Fragment cannot be spread here as objects of type 'CatOrDog' can never be of type 'Human'.", "④"),
            ])
    }
}
