import GraphQLExecution
import JSON

/// `belvedere graphql execute`: one request over a JSON file, without a server.
enum GraphQLExecute: Command {
    static let path = ["graphql", "execute"]
    static let summary = "Execute a document over a JSON file"
    static let usage = "--schema <file.graphql>… --root <data.json> <document.graphql>"
    static let options = [
        OptionHelp("--schema <file>", "SDL; may be given several times"),
        OptionHelp("--root <file>", "JSON from which fields are read by name; __typename says a concrete type"),
        OptionHelp("--variables <json>", "a JSON object"),
        OptionHelp("--operation <name>", "which operation, if the document has several"),
    ]
    static let example = "belvedere graphql execute --schema schema.graphql --root data.json query.graphql"

    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode {
        let schemas = try arguments.options("--schema")
        guard !schemas.isEmpty else { throw .usage("--schema is missing.") }
        let root = try arguments.option("--root")
        let variables = try arguments.option("--variables")
        let operation = try arguments.option("--operation")
        let file = try arguments.operands(1...1, what: "one document, or - for standard input")[0]
        let schema = try GraphQLFiles.schema(schemas, console)
        var input = GraphQLExecutionInput(try GraphQLFiles.valid(file, schema, console))
        input.operationName = operation
        if let root { input.root = (try GraphQLFiles.json(root, console), 0) }
        if let variables = try GraphQLFiles.variables(variables) { input.variables = (variables, 0) }
        let response = input.response()
        console.write(response.bytes + [UInt8(ascii: "\n")])
        return response.hasErrors ? .failed : .success
    }
}
