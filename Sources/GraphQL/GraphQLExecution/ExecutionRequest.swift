import GraphQLLanguage
import GraphQLPlanning
import GraphQLSchema
import JSON

/// One request of a prepared operation, from its variables to the machine that executes it.
package struct ExecutionRequest: Sendable {
    package let operation: PreparedOperation
    /// The document that holds the variables, and the object in it; absent is the same as empty.
    package var variables: (document: JSONDocument, object: JSONDocument.Index)?
    package var root: RootValue
    package var context: (any RequestContext)?
    package var limits: ExecutionLimits
    package var behavior: ErrorBehavior
    /// Whether messages say "Did you mean …?".
    package var suggests: Bool
    /// Whether `@defer` and `@stream` split the response into payloads; else they have no effect.
    package var deliversIncrementally: Bool
    /// Asked before each wave; a failure ends the request with what has come so far, such as at a deadline.
    package var interruption: (@Sendable () -> LoadFailure?)?

    package init(_ operation: PreparedOperation) {
        self.operation = operation
        variables = nil
        root = .none
        context = nil
        limits = ExecutionLimits()
        behavior = .propagate
        suggests = true
        deliversIncrementally = false
        interruption = nil
    }

    /// Why a request ends before anything is executed: the response that says so.
    package struct Refusal: Error, Sendable {
        package let response: ExecutionResponse
    }

    /// Coerces the variables, finds the plan and sets up the machine.
    package func machine() throws(Refusal) -> ExecutionMachine {
        machine(of: try prepared())
    }

    /// Sets up the machine for what `prepared` has found.
    package func machine(of prepared: Prepared) -> ExecutionMachine {
        ExecutionMachine(
            plan: prepared.plan, variables: prepared.variables, root: root, context: context, limits: limits,
            behavior: behavior)
    }

    package typealias Prepared = (plan: Plan, variables: VariableValues)

    /// Coerces the variables and finds the plan, for those who look at the variables before anything is executed.
    package func prepared() throws(Refusal) -> Prepared {
        let values: VariableValues
        do throws(CoercionFaults) {
            values = try operation.schema.coerceVariables(
                of: operation.id, in: operation.document, from: variables?.document, at: variables?.object,
                suggests: suggests)
        } catch {
            throw Refusal(response: .requestErrors(error, in: operation.document))
        }
        do throws(PlanError) {
            var settings = operation.settings(values)
            settings.isIncremental = deliversIncrementally && operation.kind != .subscription
            return (try operation.plan(settings), values)
        } catch {
            throw Refusal(response: Self.response(to: error, in: operation))
        }
    }

    private static func response(to error: PlanError, in operation: PreparedOperation) -> ExecutionResponse {
        switch error {
        case .noRootType(_, let offset):
            .requestErrors([(error.message, [operation.document.location(at: offset)])])
        case .tooManyFields, .unboundField: .requestErrors([(error.message, [])])
        }
    }
}
