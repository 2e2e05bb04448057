import GraphQLValidation
import Testing

/// Roots of mutations and subscriptions come at once.
struct DeferStreamDirectiveOnRootFieldTests {
    @Test func `a query may defer its root, and a mutation what is below`() throws {
        try Zoo.expectValid(
            .deferStreamDirectiveOnRootField,
            #"""
            query { ... @defer { list } }
            mutation { change { ... @defer { name } list @stream } }
            """#, in: Incremental.schema)
    }

    @Test func `the root of a mutation or subscription may not be deferred or streamed`() throws {
        try Zoo.expectErrors(
            .deferStreamDirectiveOnRootField,
            #"""
            mutation { ...F ①@defer items ②@stream }
            fragment F on Mutation { ... ③@defer { change { name } } }
            subscription { ... ④@defer { thing { name } } }
            """#,
            [
                ("Defer directive cannot be used on root mutation type 'Mutation'.", "①"),
                ("Defer directive cannot be used on root mutation type 'Mutation'.", "③"),
                ("Stream directive cannot be used on root mutation type 'Mutation'.", "②"),
                ("Defer directive cannot be used on root subscription type 'Subscription'.", "④"),
            ], in: Incremental.schema)
    }
}
