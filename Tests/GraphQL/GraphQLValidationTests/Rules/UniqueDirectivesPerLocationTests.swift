import GraphQLValidation
import Testing

/// A directive stands once in one place.
struct UniqueDirectivesPerLocationTests {
    @Test func `different directives, repeatable ones and unknown ones are fine`() throws {
        try Zoo.expectValid(
            .uniqueDirectivesPerLocation,
            #"""
            { dog @onField @skip(if: true) { name @repeated @repeated @unknown @unknown } }
            """#)
    }

    @Test func `each repetition is told with the first`() throws {
        try Zoo.expectErrors(
            .uniqueDirectivesPerLocation,
            #"""
            { dog ①@onField ②@onField ③@onField { name } }
            """#,
            [
                ("The directive '@onField' can only be used once at this location.", "①②"),
                ("The directive '@onField' can only be used once at this location.", "①③"),
            ])
    }

    @Test func `definitions are places too`() throws {
        try Zoo.expectErrors(
            .uniqueDirectivesPerLocation,
            #"""
            query ($a: Int ①@onVariable ②@onVariable) ③@onQuery ④@onQuery { dog { name } }
            """#,
            [
                ("The directive '@onQuery' can only be used once at this location.", "③④"),
                ("The directive '@onVariable' can only be used once at this location.", "①②"),
            ])
    }
}
