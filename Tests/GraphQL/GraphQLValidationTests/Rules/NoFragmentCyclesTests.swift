import GraphQLValidation
import Testing

/// Fragments end.
struct NoFragmentCyclesTests {
    @Test func `a fragment spread twice, or unknown, is no cycle`() throws {
        try Zoo.expectValid(
            .noFragmentCycles,
            #"""
            fragment A on Dog { ...B ...B ...Unknown }
            fragment B on Dog { name }
            """#)
    }

    @Test func `a fragment within itself is told at the spread`() throws {
        try Zoo.expectErrors(
            .noFragmentCycles,
            #"""
            fragment A on Human { relatives { ①...A } }
            fragment B on Dog { ... on Dog { ②...B } }
            """#,
            [
                ("Cannot spread fragment 'A' within itself.", "①"),
                ("Cannot spread fragment 'B' within itself.", "②"),
            ])
    }

    @Test func `a longer way round is told once, with the way`() throws {
        try Zoo.expectErrors(
            .noFragmentCycles,
            #"""
            fragment A on Dog { ①...B }
            fragment B on Dog { ②...C }
            fragment C on Dog { ③...A }
            """#,
            [
                ("Cannot spread fragment 'A' within itself via 'B', 'C'.", "①②③")
            ])
    }

    @Test func `every cycle through one fragment is told`() throws {
        try Zoo.expectErrors(
            .noFragmentCycles,
            #"""
            fragment A on Dog { ①...B ②...C }
            fragment B on Dog { ③...A }
            fragment C on Dog { ④...A ⑤...C }
            """#,
            [
                ("Cannot spread fragment 'A' within itself via 'B'.", "①③"),
                ("Cannot spread fragment 'A' within itself via 'C'.", "②④"),
                ("Cannot spread fragment 'C' within itself.", "⑤"),
            ])
    }
}
