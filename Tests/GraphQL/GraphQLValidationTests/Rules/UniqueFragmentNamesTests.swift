import GraphQLValidation
import Testing

/// Fragments differ in name.
struct UniqueFragmentNamesTests {
    @Test func `fragments of different names are fine`() throws {
        try Zoo.expectValid(
            .uniqueFragmentNames,
            #"""
            fragment A on Dog { name }
            fragment B on Dog { name ...A ...A }
            """#)
    }

    @Test func `a repetition is told with the first`() throws {
        try Zoo.expectErrors(
            .uniqueFragmentNames,
            #"""
            fragment ①A on Dog { name }
            fragment ②A on Cat { name }
            """#,
            [
                ("There can be only one fragment named 'A'.", "①②")
            ])
    }
}
