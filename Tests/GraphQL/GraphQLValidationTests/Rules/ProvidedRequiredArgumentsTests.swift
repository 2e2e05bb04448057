import GraphQLValidation
import Testing

/// Required arguments are given.
struct ProvidedRequiredArgumentsTests {
    @Test func `optional arguments, those with defaults and unknown ones are fine`() throws {
        try Zoo.expectValid(
            .providedRequiredArguments,
            #"""
            { complicatedArgs { multipleReqs(req1: 1, req2: 2) nonNullFieldWithDefault multipleOpts(unknown: \#
            1) } dog @include(if: true) { name } }
            """#)
    }

    @Test func `each argument that is missing is told after what is inside the field`() throws {
        try Zoo.expectErrors(
            .providedRequiredArguments,
            #"""
            { complicatedArgs { ①multipleReqs(req1: 1) ②multipleReqs } dog ③@skip { name } }
            """#,
            [
                (
                    "Argument 'ComplicatedArgs.multipleReqs(req2:)' of type 'Int!' is required, but it was "
                        + "not provided.",
                    "①"
                ),
                (
                    "Argument 'ComplicatedArgs.multipleReqs(req1:)' of type 'Int!' is required, but it was "
                        + "not provided.",
                    "②"
                ),
                (
                    "Argument 'ComplicatedArgs.multipleReqs(req2:)' of type 'Int!' is required, but it was "
                        + "not provided.",
                    "②"
                ),
                ("Argument '@skip(if:)' of type 'Boolean!' is required, but it was not provided.", "③"),
            ])
    }

    @Test func `a meta-field has no type of its own`() throws {
        try Zoo.expectErrors(
            .providedRequiredArguments,
            #"""
            { ①__type { name } }
            """#,
            [
                ("Argument '<meta>.__type(name:)' of type 'String!' is required, but it was not provided.", "①")
            ])
    }
}
