import GraphQLValidation
import Testing

/// Fragments exist.
struct KnownFragmentNamesTests {
    @Test func `a fragment that is defined is known`() throws {
        try Zoo.expectValid(
            .knownFragmentNames,
            #"""
            { dog { ...F ... on Dog { ...F } } }
            fragment F on Dog { name }
            """#)
    }

    @Test func `each unknown name is told`() throws {
        try Zoo.expectErrors(
            .knownFragmentNames,
            #"""
            { dog { ...①Unknown1 ... on Dog { ...②Unknown2 } } }
            fragment F on Dog { ...③Unknown3 }
            """#,
            [
                ("Unknown fragment 'Unknown1'.", "①"),
                ("Unknown fragment 'Unknown2'.", "②"),
                ("Unknown fragment 'Unknown3'.", "③"),
            ])
    }
}
