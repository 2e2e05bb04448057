import GraphQLValidation
import Testing

/// Labels are literals and differ.
struct DeferStreamDirectiveLabelTests {
    @Test func `different labels, and none, are fine`() throws {
        try Zoo.expectValid(
            .deferStreamDirectiveLabel,
            #"""
            { ... @defer(label: "a") { list } ... @defer { list } list @stream(label: "b") x: list \#
            @stream(label: null) }
            """#, in: Incremental.schema)
    }

    @Test func `a variable or a repetition is told`() throws {
        try Zoo.expectErrors(
            .deferStreamDirectiveLabel,
            #"""
            query ($l: String) { ... ①@defer(label: "a") { list } ... ②@defer(label: $l) { list } list \#
            ③@stream(label: """a""") }
            """#,
            [
                ("Defer directive label argument must be a static string.", "②"),
                ("Defer/Stream directive label argument must be unique.", "①③"),
            ], in: Incremental.schema)
    }
}
