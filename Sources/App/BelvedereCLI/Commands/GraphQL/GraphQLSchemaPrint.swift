import GraphQLSchema

/// `belvedere graphql schema print`: several files as one schema.
enum GraphQLSchemaPrint: Command {
    static let path = ["graphql", "schema", "print"]
    static let summary = "Print a schema as one SDL document"
    static let usage = "<schema.graphql>…"
    static let example = "belvedere graphql schema print Schema/*.graphql"

    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode {
        let files = try arguments.operands(1...Int.max, what: "at least one SDL file")
        console.write(try GraphQLFiles.schema(files, console).printedBytes() + [UInt8(ascii: "\n")])
        return .success
    }
}
