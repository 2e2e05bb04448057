import ContextKit
import GraphQLExecution
import GraphQLLanguage
import GraphQLPlanning
import GraphQLSchema
import JSON

/// What `@live` says on a query.
struct LiveQuerySettings: Sendable {
    /// Limit: the shortest and the longest rest between two runs.
    static let throttles = 10...60_000

    let throttle: Duration
    /// Whether results after the first are told as differences.
    let isPatch: Bool

    init(throttle: Duration, isPatch: Bool) {
        (self.throttle, self.isPatch) = (throttle, isPatch)
    }

    /// Nil if the query is not live.
    init?(_ operation: PreparedOperation, _ request: GraphQLRequest, suggests: Bool) throws(LiveRefusal) {
        let (document, schema) = (operation.document, operation.schema)
        guard let used = operation.liveDirective, let definition = schema.directive(named: "live") else { return nil }
        let variables: VariableValues
        do throws(CoercionFaults) {
            variables = try schema.coerceVariables(
                of: operation.id, in: document, from: request.variables?.document, at: request.variables?.index,
                suggests: suggests)
        } catch {
            let response = ExecutionResponse.requestErrors(error, in: document)
            throw LiveRefusal(response: ErrorCodes.added(to: response.bytes, .badUserInput))
        }
        let input: Input
        do throws(CoercionFault) {
            input = Input(
                try schema.coerceArguments(
                    used.arguments, of: schema[definition].arguments, in: document, variables: variables,
                    position: used.position), schema)
        } catch {
            throw LiveRefusal(ErrorBody.list(.badUserInput, error.message))
        }
        let asked = Int(clamping: input.int("throttleMs") ?? 100)
        throttle = .milliseconds(min(max(asked, Self.throttles.lowerBound), Self.throttles.upperBound))
        isPatch = input.text("as") == "PATCH"
    }
}

extension PreparedOperation {
    /// Whether it is a query that its client wants to be run again.
    var isLive: Bool { liveDirective != nil }

    var liveDirective: DirectiveNode? {
        guard kind == .query else { return nil }
        let document = document
        return document[id].directives.lazy.map { document[$0] }.first { document.isSame($0.name, "live") }
    }
}
