import GraphQLValidation
import Testing

/// Variables fit.
struct VariablesInAllowedPositionTests {
    @Test func `a variable of the same or a narrower type, or with a default, is fine`() throws {
        try Zoo.expectValid(
            .variablesInAllowedPosition,
            #"""
            query Q($a: Boolean, $b: Boolean!, $c: [String!], $d: String, $e: Int = 1, $f: Int!, $g: Int) {
              complicatedArgs {
                booleanArgField(booleanArg: $a) x: booleanArgField(booleanArg: $b) \#
                stringListArgField(stringListArg: $c)
                y: stringListArgField(stringListArg: [$d]) nonNullIntArgField(nonNullIntArg: $e)
                nonNullFieldWithDefault(arg: $g) oneOfArgField(oneOfArg: { intField: $f }) ...F
              }
            }
            fragment F on ComplicatedArgs { z: booleanArgField(booleanArg: $a) }
            """#)
    }

    @Test func `a variable that may be null or is of another type is told with its definition`() throws {
        try Zoo.expectErrors(
            .variablesInAllowedPosition,
            #"""
            query Q(①$a: Int, ②$b: String, ③$c: [String]) {
              complicatedArgs {
                nonNullIntArgField(nonNullIntArg: ④$a) booleanArgField(booleanArg: ⑤$b) ...F
                stringListNonNullArgField(stringListNonNullArg: ⑥$c)
              }
            }
            fragment F on ComplicatedArgs { stringListArgField(stringListArg: ⑦$b) }
            """#,
            [
                ("Variable '$a' of type 'Int' used in position expecting type 'Int!'.", "①④"),
                ("Variable '$b' of type 'String' used in position expecting type 'Boolean'.", "②⑤"),
                ("Variable '$c' of type '[String]' used in position expecting type '[String!]'.", "③⑥"),
                ("Variable '$b' of type 'String' used in position expecting type '[String]'.", "②⑦"),
            ])
    }

    @Test func `a default of null does not help`() throws {
        try Zoo.expectErrors(
            .variablesInAllowedPosition,
            #"""
            query Q(①$a: Int = null) { complicatedArgs { nonNullIntArgField(nonNullIntArg: ②$a) } }
            """#,
            [
                ("Variable '$a' of type 'Int' used in position expecting type 'Int!'.", "①②")
            ])
    }

    @Test func `a field of a OneOf input object needs a variable that is not null`() throws {
        try Zoo.expectErrors(
            .variablesInAllowedPosition,
            #"""
            query Q(①$a: String) { complicatedArgs { oneOfArgField(oneOfArg: { stringField: ②$a }) } }
            """#,
            [
                (
                    "Variable '$a' is of type 'String' but must be non-nullable to be used for OneOf Input "
                        + "Object 'OneOfInput'.",
                    "①②"
                )
            ])
    }
}
