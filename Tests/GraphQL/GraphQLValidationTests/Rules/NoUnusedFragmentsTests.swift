import GraphQLValidation
import Testing

/// Fragments are used.
struct NoUnusedFragmentsTests {
    @Test func `a fragment that another used one spreads is used`() throws {
        try Zoo.expectValid(
            .noUnusedFragments,
            #"""
            { dog { ...A } }
            fragment A on Dog { ...B }
            fragment B on Dog { name }
            """#)
    }

    @Test func `fragments that only spread one another are not`() throws {
        try Zoo.expectErrors(
            .noUnusedFragments,
            #"""
            { dog { name } }
            ①fragment A on Dog { ...B }
            ②fragment B on Dog { ...A }
            """#,
            [
                ("Fragment 'A' is never used.", "①"),
                ("Fragment 'B' is never used.", "②"),
            ])
    }

    @Test func `an unknown spread uses nothing`() throws {
        try Zoo.expectErrors(
            .noUnusedFragments,
            #"""
            { dog { ...X } }
            ①fragment A on Dog { name }
            """#,
            [
                ("Fragment 'A' is never used.", "①")
            ])
    }
}
