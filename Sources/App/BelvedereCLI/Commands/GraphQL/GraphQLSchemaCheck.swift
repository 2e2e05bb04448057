import GraphQLSchema

/// `belvedere graphql schema check`: every fault of an SDL at once.
enum GraphQLSchemaCheck: Command {
    static let path = ["graphql", "schema", "check"]
    static let summary = "Check SDL files as one schema and list every fault"
    static let usage = "<schema.graphql>…"
    static let example = "belvedere graphql schema check Schema/*.graphql"

    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode {
        let files = try arguments.operands(1...Int.max, what: "at least one SDL file")
        let schema = try GraphQLFiles.schema(files, console)
        console.say("The schema is valid: \(GraphQLFiles.count(schema.types.count, "type")).")
        return .success
    }
}
