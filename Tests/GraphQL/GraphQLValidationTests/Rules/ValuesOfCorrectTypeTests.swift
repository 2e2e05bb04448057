import GraphQLValidation
import Testing

/// Literals fit.
struct ValuesOfCorrectTypeTests {
    @Test func `values of every kind in their places are fine`() throws {
        try Zoo.expectValid(
            .valuesOfCorrectType,
            #"""
            { complicatedArgs {
              intArgField(intArg: -2) a: intArgField(intArg: null) nonNullIntArgField(nonNullIntArg: 2147483647)
              stringArgField(stringArg: """b""") booleanArgField(booleanArg: true) floatArgField(floatArg: 1)
              b: floatArgField(floatArg: 1.5e3) idArgField(idArg: 1) c: idArgField(idArg: "x") \#
              enumArgField(enumArg: BROWN)
              stringListArgField(stringListArg: ["one", null]) d: stringListArgField(stringListArg: "one")
              complexArgField(complexArg: { requiredField: true, stringListField: ["a"] }) \#
              anyArgField(anyArg: { a: [1, B] })
              oneOfArgField(oneOfArg: { intField: 1 })
            } }
            """#)
    }

    @Test func `a literal of another kind is told at the literal`() throws {
        try Zoo.expectErrors(
            .valuesOfCorrectType,
            #"""
            { complicatedArgs {
              a: stringArgField(stringArg: ①1) b: intArgField(intArg: ②"3") c: intArgField(intArg: \#
              ③829384293849283498239482938)
              d: intArgField(intArg: ④3.0) e: floatArgField(floatArg: ⑤"x") f: booleanArgField(booleanArg: ⑥2)
              g: idArgField(idArg: ⑦1.0) h: stringListArgField(stringListArg: ["one", ⑧2]) i: \#
              nonNullIntArgField(nonNullIntArg: ⑨null)
            } }
            """#,
            [
                ("String cannot represent a non string value: 1", "①"),
                ("Int cannot represent non-integer value: \"3\"", "②"),
                ("Int cannot represent non 32-bit signed integer value: 829384293849283498239482938", "③"),
                ("Int cannot represent non-integer value: 3.0", "④"),
                ("Float cannot represent non numeric value: \"x\"", "⑤"),
                ("Boolean cannot represent a non boolean value: 2", "⑥"),
                ("ID cannot represent a non-string and non-integer value: 1.0", "⑦"),
                ("String cannot represent a non string value: 2", "⑧"),
                ("Expected value of non-null type 'Int!' not to be None.", "⑨"),
            ])
    }

    @Test func `an enum takes its own names only`() throws {
        try Zoo.expectErrors(
            .valuesOfCorrectType,
            #"""
            { complicatedArgs { a: enumArgField(enumArg: ①"BROWN") b: enumArgField(enumArg: ②BROWM) c: \#
            enumArgField(enumArg: ③true) } }
            """#,
            [
                (
                    "Enum 'FurColor' cannot represent non-enum value: \"BROWN\". Did you mean the enum value "
                        + "'BROWN'?",
                    "①"
                ),
                ("Value 'BROWM' does not exist in 'FurColor' enum. Did you mean the enum value 'BROWN'?", "②"),
                ("Enum 'FurColor' cannot represent non-enum value: true.", "③"),
            ])
    }

    @Test func `an input object has its required fields and no others`() throws {
        try Zoo.expectErrors(
            .valuesOfCorrectType,
            #"""
            { complicatedArgs {
              a: complexArgField(complexArg: ①{ intField: 4 }) b: complexArgField(complexArg: { \#
              requiredField: true, ②intFeld: 1 })
              c: complexArgField(complexArg: { requiredField: true, nonNullField: ③null }) d: \#
              complexArgField(complexArg: ④1)
            } }
            """#,
            [
                (
                    "Expected value of type 'ComplexInput' to include required field 'requiredField', found: "
                        + "{ intField: 4 }.",
                    "①"
                ),
                (
                    "Expected value of type 'ComplexInput' not to include unknown field 'intFeld'. Did you "
                        + "mean 'intField'? Found: { requiredField: true, intFeld: 1 }.",
                    "②"
                ),
                ("Expected value of non-null type 'Boolean!' not to be None.", "③"),
                ("Expected value of type 'ComplexInput' to be an object, found: 1.", "④"),
            ])
    }

    @Test func `a OneOf input object has exactly one field, which is not null`() throws {
        try Zoo.expectErrors(
            .valuesOfCorrectType,
            #"""
            { complicatedArgs { a: oneOfArgField(oneOfArg: ①{ stringField: "a", intField: 1 }) b: \#
            oneOfArgField(oneOfArg: ②{ stringField: null }) } }
            """#,
            [
                (
                    "Within OneOf Input Object type 'OneOfInput', exactly one field must be specified, and "
                        + "the value for that field must be non-null.",
                    "①"
                ),
                (
                    "Within OneOf Input Object type 'OneOfInput', exactly one field must be specified, and "
                        + "the value for that field must be non-null.",
                    "②"
                ),
            ])
    }

    @Test func `defaults of variables and arguments of directives are looked at`() throws {
        try Zoo.expectErrors(
            .valuesOfCorrectType,
            #"""
            query ($a: Int = ①"one", $b: ComplexInput = { requiredField: ②123 }) { dog @include(if: ③"yes") { \#
            name } }
            """#,
            [
                ("Int cannot represent non-integer value: \"one\"", "①"),
                ("Boolean cannot represent a non boolean value: 123", "②"),
                ("Boolean cannot represent a non boolean value: \"yes\"", "③"),
            ])
    }

    @Test func `nothing is suggested where suggestions are off`() throws {
        try Zoo.expectErrors(
            .valuesOfCorrectType,
            #"""
            { complicatedArgs { enumArgField(enumArg: ①BROWM) complexArgField(complexArg: { requiredField: \#
            true, ②intFeld: 1 }) } }
            """#,
            [
                ("Value 'BROWM' does not exist in 'FurColor' enum.", "①"),
                (
                    "Expected value of type 'ComplexInput' not to include unknown field 'intFeld', found: { "
                        + "requiredField: true, intFeld: 1 }.",
                    "②"
                ),
            ], suggests: false)
    }
}
