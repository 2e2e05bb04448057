import GraphQLLanguage
import GraphQLPlanning
import GraphQLSchema
import GraphQLValidation
import JSON
import Testing

@testable import BelvedereCLI

struct GraphQLExplainTests {
    private func explained(_ text: String, _ variables: String? = nil) throws -> String {
        let schema = try SchemaBuilder().build("type Query { a: Int b: Int }")
        let document = try Document.parse(Array(text.utf8))
        guard case .valid(let valid) = validate(document, against: schema) else {
            Issue.record("the document is not valid")
            return ""
        }
        let operation = PreparedOperation(valid, operation: NodeID(0), bindings: .json)
        return try GraphQLExplain.text(operation, variables: try GraphQLFiles.variables(variables))
    }

    @Test func `conditions are set as given, else by their defaults, and shown`() throws {
        let text = "query($w: Boolean! = true) { a @include(if: $w) b @skip(if: $w) }"
        #expect(
            try explained(text)
                == "with $w true\nquery\n  object Query\n    a: Int ← member a\n")
        #expect(
            try explained(text, #"{"w":false}"#)
                == "with $w false\nquery\n  object Query\n    b: Int ← member b\n")
    }

    @Test func `a condition that nobody has set is asked for`() throws {
        let failure = #expect(throws: CommandFailure.self) {
            try explained("query($w: Boolean!) { a @include(if: $w) }")
        }
        #expect(failure?.message.contains("$w") == true)
    }
}
