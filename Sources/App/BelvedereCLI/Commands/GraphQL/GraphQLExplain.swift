import GraphQLLanguage
import GraphQLPlanning
import GraphQLValidation
import JSON

/// `belvedere graphql explain`: the plan of an operation as text.
enum GraphQLExplain: Command {
    static let path = ["graphql", "explain"]
    static let summary = "Show the plan of an operation"
    static let usage = "--schema <file.graphql>… [--variables <json>] <document.graphql>"
    static let options = [
        OptionHelp("--schema <file>", "SDL; may be given several times"),
        OptionHelp("--operation <name>", "which operation, if the document has several"),
        OptionHelp("--variables <json>", "what the conditions of @skip and @include are; their defaults, if left out"),
    ]
    static let example =
        "belvedere graphql explain --schema schema.graphql --variables '{\"with\": true}' query.graphql"

    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode {
        let schemas = try arguments.options("--schema")
        guard !schemas.isEmpty else { throw .usage("--schema is missing.") }
        let name = try arguments.option("--operation")
        let variables = try GraphQLFiles.variables(try arguments.option("--variables"))
        let file = try arguments.operands(1...1, what: "one document, or - for standard input")[0]
        let valid = try GraphQLFiles.valid(file, try GraphQLFiles.schema(schemas, console), console)
        let operation = try operation(named: name, of: valid)
        console.write(
            try text(PreparedOperation(valid, operation: operation, bindings: .json), variables: variables))
        return .success
    }

    private static func operation(
        named name: String?, of valid: ValidDocument
    ) throws(CommandFailure) -> NodeID<OperationNode> {
        do throws(SelectOperation.Fault) {
            return try SelectOperation.find(named: name, in: valid.document)
        } catch {
            throw CommandFailure(error.message)
        }
    }

    /// How the conditions are set, and the plan for that.
    static func text(
        _ operation: PreparedOperation, variables: JSONDocument?
    ) throws(CommandFailure) -> String {
        let conditions = ExplainedConditions(operation)
        let settings = try conditions.settings(variables)
        do throws(PlanError) {
            return conditions.text(settings) + PlanPrinter.text(try operation.plan(settings))
        } catch {
            return error.message + "\n"
        }
    }
}
