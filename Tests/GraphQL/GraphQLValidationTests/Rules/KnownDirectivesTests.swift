import GraphQLValidation
import Testing

/// Directives exist and stand where they may.
struct KnownDirectivesTests {
    @Test func `directives in their places are fine`() throws {
        try Zoo.expectValid(
            .knownDirectives,
            #"""
            query Foo($a: Boolean @onVariable) @onQuery { dog @include(if: $a) { ...F @skip(if: $a) } }
            fragment F on Dog { name @onField }
            """#)
    }

    @Test func `unknown directives are told`() throws {
        try Zoo.expectErrors(
            .knownDirectives,
            #"""
            query ①@unknown1 { dog @skip(if: true) { name ②@unknown2 } }
            """#,
            [
                ("Unknown directive '@unknown1'.", "①"),
                ("Unknown directive '@unknown2'.", "②"),
            ])
    }

    @Test func `directives in the wrong place are told`() throws {
        try Zoo.expectErrors(
            .knownDirectives,
            #"""
            query ($a: Int ①@onField) ②@include(if: true) { dog ③@onQuery { ...F ④@onField ... ⑤@deprecated { \#
            name } } }
            fragment F on Dog ⑥@onVariable { name }
            """#,
            [
                ("Directive '@onField' may not be used on variable definition.", "①"),
                ("Directive '@include' may not be used on query.", "②"),
                ("Directive '@onQuery' may not be used on field.", "③"),
                ("Directive '@onField' may not be used on fragment spread.", "④"),
                ("Directive '@deprecated' may not be used on inline fragment.", "⑤"),
                ("Directive '@onVariable' may not be used on fragment definition.", "⑥"),
            ])
    }
}
