import GraphQLValidation
import Testing

/// Fields of literals differ in name.
struct UniqueInputFieldNamesTests {
    @Test func `one name at different depths is fine`() throws {
        try Zoo.expectValid(
            .uniqueInputFieldNames,
            #"""
            { field(arg: { a: { a: [{ a: 1 }, { a: 2 }] }, b: 1 }) }
            """#)
    }

    @Test func `each repetition is told with the first, in document order`() throws {
        try Zoo.expectErrors(
            .uniqueInputFieldNames,
            #"""
            { field(arg: { ①a: { ②b: 1, ③b: 2 }, ④a: 1, ⑤a: 2 }) @d(x: [{ ⑥c: 1, ⑦c: 2 }]) }
            """#,
            [
                ("There can be only one input field named 'b'.", "②③"),
                ("There can be only one input field named 'a'.", "①④"),
                ("There can be only one input field named 'a'.", "①⑤"),
                ("There can be only one input field named 'c'.", "⑥⑦"),
            ])
    }
}
