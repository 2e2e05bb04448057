import GraphQLValidation
import Testing

/// What is deprecated is told, where somebody asks for it.
struct NoDeprecatedCustomTests {
    private static let schema = Zoo.makeSchema(
        """
        type Query {
          old(a: Int @deprecated(reason: "n"), e: E, in: [In]): Int @deprecated(reason: "o.")
          new(e: E): Query
        }
        enum E { A B @deprecated }
        input In { f: Int @deprecated(reason: "i") g: In e: E }
        directive @d(x: Int @deprecated(reason: "x")) on FIELD
        """)

    @Test func `what is not deprecated is fine`() throws {
        try Zoo.expectValid(
            .noDeprecatedCustom, "query($e: E = A) { new(e: $e) { new(e: A) { __typename unknown } } }",
            in: Self.schema)
    }

    @Test func `fields, arguments, input fields and enum values are told`() throws {
        try Zoo.expectErrors(
            .noDeprecatedCustom,
            """
            query($e: E = ①B) { ②old(③a: 1, in: [{ g: { ④f: 1 }, e: ⑤B }]) @d(⑥x: 1) }
            """,
            [
                ("The enum value 'E.B' is deprecated. No longer supported", "①"),
                ("The field Query.old is deprecated. o.", "②"),
                ("The argument 'Query.old(a:)' is deprecated. n", "③"),
                ("The input field In.f is deprecated. i", "④"),
                ("The enum value 'E.B' is deprecated. No longer supported", "⑤"),
                ("The argument '@d(x:)' is deprecated. x", "⑥"),
            ], in: Self.schema)
    }

    @Test func `nobody is told who does not ask`() {
        #expect(!ValidationRuleSet.specified.contains(.noDeprecatedCustom))
        #expect(!ValidationRuleSet.specified.contains(.noSchemaIntrospectionCustom))
    }
}
