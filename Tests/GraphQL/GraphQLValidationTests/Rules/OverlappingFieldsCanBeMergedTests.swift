import GraphQLValidation
import Testing

/// Fields of one response name merge.
struct OverlappingFieldsCanBeMergedTests {
    @Test func `the same field twice, other aliases and exclusive objects are fine`() throws {
        try Zoo.expectValid(
            .overlappingFieldsCanBeMerged,
            #"""
            fragment F on Dog { name name x: nickname y: barks isAtLocation(x: 1, y: 2) isAtLocation(y: 2, x: 1) }
            fragment G on Pet { ... on Dog { volume: barkVolume } ... on Cat { volume: meowVolume } }
            { human { relatives { name } relatives { iq } } human { relatives { name } } }
            """#)
    }

    @Test func `one name for two fields is told at both`() throws {
        try Zoo.expectErrors(
            .overlappingFieldsCanBeMerged,
            #"""
            fragment F on Dog { ①x: name ②x: nickname }
            """#,
            [
                (
                    "Fields 'x' conflict because 'name' and 'nickname' are different fields. Use different "
                        + "aliases on the fields to fetch both if this was intentional.",
                    "①②"
                )
            ])
    }

    @Test func `arguments that differ are told`() throws {
        try Zoo.expectErrors(
            .overlappingFieldsCanBeMerged,
            #"""
            fragment F on Dog { ①doesKnowCommand(dogCommand: SIT) ②doesKnowCommand(dogCommand: HEEL) \#
            ③doesKnowCommand }
            """#,
            [
                (
                    "Fields 'doesKnowCommand' conflict because they have differing arguments. Use different "
                        + "aliases on the fields to fetch both if this was intentional.",
                    "①②"
                ),
                (
                    "Fields 'doesKnowCommand' conflict because they have differing arguments. Use different "
                        + "aliases on the fields to fetch both if this was intentional.",
                    "①③"
                ),
                (
                    "Fields 'doesKnowCommand' conflict because they have differing arguments. Use different "
                        + "aliases on the fields to fetch both if this was intentional.",
                    "②③"
                ),
            ])
    }

    @Test func `types that differ are told even on exclusive objects`() throws {
        try Zoo.expectErrors(
            .overlappingFieldsCanBeMerged,
            #"""
            { pet { ... on Dog { ①x: barkVolume } ... on Cat { ②x: nickname } } }
            """#,
            [
                (
                    "Fields 'x' conflict because they return conflicting types 'Int' and 'String'. Use "
                        + "different aliases on the fields to fetch both if this was intentional.",
                    "①②"
                )
            ])
    }

    @Test func `a conflict deep inside is told with the way to it`() throws {
        try Zoo.expectErrors(
            .overlappingFieldsCanBeMerged,
            #"""
            { ①human { ⑤relatives { ②x: name } } ③human { ⑥relatives { ④x: iq } } }
            """#,
            [
                (
                    "Fields 'human' conflict because subfields 'relatives' conflict because subfields 'x' "
                        + "conflict because 'name' and 'iq' are different fields. Use different aliases on "
                        + "the fields to fetch both if this was intentional.",
                    "①⑤②③⑥④"
                )
            ])
    }

    @Test func `fragments are compared with fields and with one another`() throws {
        try Zoo.expectErrors(
            .overlappingFieldsCanBeMerged,
            #"""
            { dog { ①x: name ...A ...B } }
            fragment A on Dog { ②x: nickname }
            fragment B on Dog { ③x: barks }
            """#,
            [
                (
                    "Fields 'x' conflict because 'name' and 'nickname' are different fields. Use different "
                        + "aliases on the fields to fetch both if this was intentional.",
                    "①②"
                ),
                (
                    "Fields 'x' conflict because 'nickname' and 'barks' are different fields. Use different "
                        + "aliases on the fields to fetch both if this was intentional.",
                    "②③"
                ),
                (
                    "Fields 'x' conflict because 'name' and 'barks' are different fields. Use different "
                        + "aliases on the fields to fetch both if this was intentional.",
                    "①③"
                ),
            ])
    }

    @Test func `an interface meets objects`() throws {
        try Zoo.expectErrors(
            .overlappingFieldsCanBeMerged,
            #"""
            { pet { ①x: name ... on Dog { ②x: nickname } } }
            """#,
            [
                (
                    "Fields 'x' conflict because 'name' and 'nickname' are different fields. Use different "
                        + "aliases on the fields to fetch both if this was intentional.",
                    "①②"
                )
            ])
    }

    @Test func `streamed fields never merge`() throws {
        try Zoo.expectErrors(
            .overlappingFieldsCanBeMerged,
            #"""
            { ①list @stream ②list @stream }
            """#,
            [
                (
                    "Fields 'list' conflict because they have overlapping stream directives. See "
                        + "https://github.com/graphql/defer-stream-wg/discussions/100. Use different aliases "
                        + "on the fields to fetch both if this was intentional.",
                    "①②"
                )
            ], in: Incremental.schema)
    }

    @Test func `fragments that spread one another end`() throws {
        try Zoo.expectValid(
            .overlappingFieldsCanBeMerged,
            #"""
            { human { ...A } }
            fragment A on Human { relatives { ...B } }
            fragment B on Human { relatives { ...A } name }
            """#)
    }
}
