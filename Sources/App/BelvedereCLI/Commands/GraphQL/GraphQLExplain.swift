import GraphQLPlanning
import GraphQLValidation

/// `belvedere graphql explain`: the plan of an operation as text.
enum GraphQLExplain: Command {
    static let path = ["graphql", "explain"]
    static let summary = "Show the plan of an operation"
    static let usage = "--schema <file.graphql>… <document.graphql>"
    static let options = [
        OptionHelp("--schema <file>", "SDL; may be given several times"),
        OptionHelp("--operation <name>", "which operation, if the document has several"),
    ]
    static let example = "belvedere graphql explain --schema schema.graphql query.graphql"

    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode {
        let schemas = try arguments.options("--schema")
        guard !schemas.isEmpty else { throw .usage("--schema is missing.") }
        let name = try arguments.option("--operation")
        let file = try arguments.operands(1...1, what: "one document, or - for standard input")[0]
        let valid = try GraphQLFiles.valid(file, try GraphQLFiles.schema(schemas, console), console)
        do throws(SelectOperation.Fault) {
            let operation = try SelectOperation.find(named: name, in: valid.document)
            let prepared = PreparedOperation(valid, operation: operation, bindings: .json)
            console.write(try text(of: prepared))
            return .success
        } catch {
            throw CommandFailure(error.message)
        }
    }

    private static func text(of operation: PreparedOperation) throws(SelectOperation.Fault) -> String {
        do throws(PlanError) {
            return PlanPrinter.text(try operation.plan())
        } catch {
            return error.message + "\n"
        }
    }
}
