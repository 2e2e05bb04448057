import GraphQLValidation
import Testing

/// Variables are defined.
struct NoUndefinedVariablesTests {
    @Test func `variables that are defined, also for fragments, are fine`() throws {
        try Zoo.expectValid(
            .noUndefinedVariables,
            #"""
            query Foo($a: String, $b: String, $c: String) { ...A }
            fragment A on Type { field(a: $a) { ...B } }
            fragment B on Type { field(b: [$b, {c: $c}]) @d(e: $a) }
            """#)
    }

    @Test func `an undefined variable is told with its operation`() throws {
        try Zoo.expectErrors(
            .noUndefinedVariables,
            #"""
            ①query Foo($a: String) { field(a: $a, d: ②$d) @d(e: ③$e) }
            ④{ field(a: ⑤$a) }
            """#,
            [
                ("Variable '$d' is not defined by operation 'Foo'.", "②①"),
                ("Variable '$e' is not defined by operation 'Foo'.", "③①"),
                ("Variable '$a' is not defined.", "⑤④"),
            ])
    }

    @Test func `a fragment is told for each operation that reaches it`() throws {
        try Zoo.expectErrors(
            .noUndefinedVariables,
            #"""
            ①query Foo($b: String) { ...F }
            ②query Bar($a: String) { ...F }
            fragment F on Type { field(a: ③$a, b: ④$b) }
            """#,
            [
                ("Variable '$a' is not defined by operation 'Foo'.", "③①"),
                ("Variable '$b' is not defined by operation 'Bar'.", "④②"),
            ])
    }
}
