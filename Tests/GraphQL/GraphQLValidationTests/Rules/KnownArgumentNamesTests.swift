import GraphQLValidation
import Testing

/// Arguments exist.
struct KnownArgumentNamesTests {
    @Test func `known arguments of fields and directives are fine`() throws {
        try Zoo.expectValid(
            .knownArgumentNames,
            #"""
            { dog @onField(reason: "r") { doesKnowCommand(dogCommand: SIT) unknown(a: 1) } }
            """#)
    }

    @Test func `an unknown argument of a field is told, with what may have been meant`() throws {
        try Zoo.expectErrors(
            .knownArgumentNames,
            #"""
            { dog { doesKnowCommand(①dogComand: SIT, ②unknown: 1) } }
            """#,
            [
                ("Unknown argument 'dogComand' on field 'Dog.doesKnowCommand'. Did you mean 'dogCommand'?", "①"),
                ("Unknown argument 'unknown' on field 'Dog.doesKnowCommand'.", "②"),
            ])
    }

    @Test func `an unknown argument of a directive is told`() throws {
        try Zoo.expectErrors(
            .knownArgumentNames,
            #"""
            { dog @skip(①iff: true) @unknown(a: 1) { name } }
            """#,
            [
                ("Unknown argument 'iff' on directive '@skip'. Did you mean 'if'?", "①")
            ])
    }

    @Test func `nothing is suggested where suggestions are off`() throws {
        try Zoo.expectErrors(
            .knownArgumentNames,
            #"""
            { dog @skip(①iff: true) { name } }
            """#,
            [
                ("Unknown argument 'iff' on directive '@skip'.", "①")
            ], suggests: false)
    }
}
