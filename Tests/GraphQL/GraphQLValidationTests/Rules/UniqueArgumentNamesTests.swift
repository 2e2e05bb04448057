import GraphQLValidation
import Testing

/// Arguments differ in name.
struct UniqueArgumentNamesTests {
    @Test func `different arguments, and one on two fields, are fine`() throws {
        try Zoo.expectValid(
            .uniqueArgumentNames,
            #"""
            { field(a: 1, b: 2) @d(a: 1) other(a: 1) }
            """#)
    }

    @Test func `all places of one name are told together`() throws {
        try Zoo.expectErrors(
            .uniqueArgumentNames,
            #"""
            { field(①a: 1, ②a: 2, ③a: 3) @d(④b: 1, c: 2, ⑤b: 3) }
            """#,
            [
                ("There can be only one argument named 'a'.", "①②③"),
                ("There can be only one argument named 'b'.", "④⑤"),
            ])
    }
}
