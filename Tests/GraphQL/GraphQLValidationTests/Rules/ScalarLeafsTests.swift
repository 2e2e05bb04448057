import GraphQLValidation
import Testing

/// Leaves have no selections, everything else has.
struct ScalarLeafsTests {
    @Test func `a scalar without and an object with selections are fine`() throws {
        try Zoo.expectValid(
            .scalarLeafs,
            #"""
            { dog { barks isHouseTrained(atOtherHomes: true) } }
            """#)
    }

    @Test func `an object without selections is told at the field`() throws {
        try Zoo.expectErrors(
            .scalarLeafs,
            #"""
            { ①human ②human(id: 1) pet { name } }
            """#,
            [
                (
                    "Field 'human' of type 'Human' must have a selection of subfields. Did you mean 'human { "
                        + "... }'?",
                    "①"
                ),
                (
                    "Field 'human' of type 'Human' must have a selection of subfields. Did you mean 'human { "
                        + "... }'?",
                    "②"
                ),
            ])
    }

    @Test func `a scalar with selections is told at the brace`() throws {
        try Zoo.expectErrors(
            .scalarLeafs,
            #"""
            { dog { barks ①{ a } doesKnowCommand(dogCommand: SIT) ②{ b } } }
            """#,
            [
                ("Field 'barks' must not have a selection since type 'Boolean' has no subfields.", "①"),
                ("Field 'doesKnowCommand' must not have a selection since type 'Boolean' has no subfields.", "②"),
            ])
    }
}
