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
    /// Whether `@defer` and `@stream` split the response.
    var deliversIncrementally = false

    init(_ valid: ValidDocument) { self.valid = valid }

    func response() -> ExecutionResponse { payloads()[0] }

    /// The response, and the payloads that follow it when it comes in several.
    func payloads() -> [ExecutionResponse] {
        do throws(SelectOperation.Fault) {
            let operation = try SelectOperation.find(named: operationName, in: valid.document)
            var request = ExecutionRequest(PreparedOperation(valid, operation: operation, bindings: .json))
            if let variables { request.variables = (document: variables.0, object: variables.1) }
            request.root = root.map { .json($0.0, $0.1) } ?? .none
            request.deliversIncrementally = deliversIncrementally
            return Self.payloads(of: request)
        } catch {
            return [.requestErrors([(error.message, [])])]
        }
    }

    private static func payloads(of request: ExecutionRequest) -> [ExecutionResponse] {
        do throws(ExecutionRequest.Refusal) {
            var machine = try request.machine()
            var payloads: [ExecutionResponse] = []
            var step = machine.start()
            // Why: everything is read from JSON, so that there is never a load to wait for.
            while case .finished(let response) = step {
                payloads.append(response)
                guard response.hasNext else { return payloads }
                step = machine.proceed()
            }
            return [.requestErrors([("Internal server error", [])])]
        } catch {
            return [error.response]
        }
    }
}
