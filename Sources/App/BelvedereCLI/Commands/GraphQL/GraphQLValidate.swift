/// `belvedere graphql validate`: documents against a schema.
enum GraphQLValidate: Command {
    static let path = ["graphql", "validate"]
    static let summary = "Check documents against a schema"
    static let usage = "--schema <file.graphql>… <document.graphql>…"
    static let options = [OptionHelp("--schema <file>", "SDL; may be given several times")]
    static let example = "belvedere graphql validate --schema Schema/schema.graphql query.graphql"

    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode {
        let schemas = try arguments.options("--schema")
        guard !schemas.isEmpty else { throw .usage("--schema is missing.") }
        let files = try arguments.operands(1...Int.max, what: "at least one document")
        let schema = try GraphQLFiles.schema(schemas, console)
        var isSound = true
        for file in files {
            let document = try GraphQLFiles.document(file, console)
            for diagnostic in GraphQLTool.diagnostics(document, schema, rules: nil) {
                isSound = false
                console.write(GraphQLFiles.text(diagnostic, file: file) + "\n")
            }
        }
        return isSound ? .success : .failed
    }
}
