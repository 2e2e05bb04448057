import GraphQLValidation
import Testing

/// Variables differ in name.
struct UniqueVariableNamesTests {
    @Test func `variables of different operations may have one name`() throws {
        try Zoo.expectValid(
            .uniqueVariableNames,
            #"""
            query A($x: Int, $y: String) { a }
            query B($x: String, $y: Int) { a }
            """#)
    }

    @Test func `all places of one name are told together`() throws {
        try Zoo.expectErrors(
            .uniqueVariableNames,
            #"""
            query A($①x: Int, $②x: Int, $y: Int, $③x: String) { a }
            query B($④x: String, $⑤x: Int) { a }
            """#,
            [
                ("There can be only one variable named '$x'.", "①②③"),
                ("There can be only one variable named '$x'.", "④⑤"),
            ])
    }
}
