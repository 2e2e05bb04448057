import ContextKit
import GraphQLExecution
import GraphQLLanguage
import GraphQLPlanning
import GraphQLSchema
import JSON

extension PreparedOperation {
    /// The use of a directive on the operation itself.
    func directive(_ name: StaticString) -> DirectiveNode? {
        let document = document
        return document[id].directives.lazy.map { document[$0] }.first { document.isSame($0.name, name) }
    }

    /// The arguments of a directive on the operation, with the request's variables; nil if it does not stand there.
    func input(
        of name: StaticString, _ request: GraphQLRequest, suggests: Bool
    ) throws(LiveRefusal) -> Input? {
        guard let used = directive(name), let definition = schema.directive(named: "\(name)") else { return nil }
        let variables: VariableValues
        do throws(CoercionFaults) {
            variables = try schema.coerceVariables(
                of: id, in: document, from: request.variables?.document, at: request.variables?.index,
                suggests: suggests)
        } catch {
            let response = ExecutionResponse.requestErrors(error, in: document)
            throw LiveRefusal(response: ErrorCodes.added(to: response.bytes, .badUserInput))
        }
        do throws(CoercionFault) {
            return Input(
                try schema.coerceArguments(
                    used.arguments, of: schema[definition].arguments, in: document, variables: variables,
                    position: used.position), schema)
        } catch {
            throw LiveRefusal(ErrorBody.list(.badUserInput, error.message))
        }
    }
}
