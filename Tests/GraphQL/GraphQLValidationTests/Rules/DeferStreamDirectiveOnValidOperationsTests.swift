import GraphQLValidation
import Testing

/// Subscriptions are not deferred.
struct DeferStreamDirectiveOnValidOperationsTests {
    @Test func `what a variable can turn off is fine`() throws {
        try Zoo.expectValid(
            .deferStreamDirectiveOnValidOperations,
            #"""
            subscription ($a: Boolean!) { thing { ... @defer(if: $a) { name } list @stream(if: false) ... \#
            @skip(if: $a) @defer { name } } }
            query { thing { ... @defer { name } } }
            """#, in: Incremental.schema)
    }

    @Test func `what is always on is told, with the spreads that lead to it`() throws {
        try Zoo.expectErrors(
            .deferStreamDirectiveOnValidOperations,
            #"""
            subscription { thing { ①...F } }
            fragment F on Thing { ... ②@defer { name } list ③@stream(if: true) }
            """#,
            [
                (
                    "Defer directive not supported on subscription operations. Disable `@defer` by setting "
                        + "the `if` argument to `false`.",
                    "②①"
                ),
                (
                    "Stream directive not supported on subscription operations. Disable `@stream` by setting "
                        + "the `if` argument to `false`.",
                    "③①"
                ),
            ], in: Incremental.schema)
    }
}
