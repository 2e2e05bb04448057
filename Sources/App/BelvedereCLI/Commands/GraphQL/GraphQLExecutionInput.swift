import GraphQLExecution
import GraphQLLanguage
import GraphQLPlanning
import GraphQLValidation
import JSON

/// One execution of a document over a JSON value: fields are read from it by name.
struct GraphQLExecutionInput {
    let valid: ValidDocument
    var operationName: String?
    var variables: (JSONDocument, JSONDocument.Index)?
    /// Absent, the root has no members.
    var root: (JSONDocument, JSONDocument.Index)?

    init(_ valid: ValidDocument) { self.valid = valid }

    func response() -> ExecutionResponse {
        do throws(SelectOperation.Fault) {
            let operation = try SelectOperation.find(named: operationName, in: valid.document)
            var request = ExecutionRequest(PreparedOperation(valid, operation: operation, bindings: .json))
            if let variables { request.variables = (document: variables.0, object: variables.1) }
            request.root = root.map { .json($0.0, $0.1) } ?? .none
            return request.immediateResponse() ?? .requestErrors([("Internal server error", [])])
        } catch {
            return .requestErrors([(error.message, [])])
        }
    }
}
