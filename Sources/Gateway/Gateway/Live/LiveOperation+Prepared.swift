import ContextKit
import GraphQLExecution
import GraphQLLanguage
import GraphQLPlanning
import GraphQLSchema

extension LiveOperation {
    /// A subscription as far as it is the same for every kind of feed: its plan, and the arguments of its field.
    struct Prepared: Sendable {
        let field: FieldID
        let input: Input
        let plan: Plan
        let variables: VariableValues

        /// Refuses unsound variables and fields that the viewer may not read.
        init(_ asked: LiveRequest, _ graphQL: GraphQLService) throws(LiveRefusal) {
            (variables, plan) = try Self.planned(asked.operation, asked.request, graphQL.limits)
            do throws(AccessGuards.Denial) {
                try graphQL.preparation.guards.check(plan, asked.visitor.viewer)
            } catch {
                throw LiveRefusal(ErrorBody.list(error.code, error.message))
            }
            guard let field = plan.rootFields.first else {
                throw LiveRefusal(ErrorBody.list(.internal, "Internal server error"))
            }
            self.field = field.definition
            input = try Self.input(of: field, plan, variables)
        }

        private static func planned(
            _ operation: PreparedOperation, _ request: GraphQLRequest, _ limits: GatewayLimits
        ) throws(LiveRefusal) -> (VariableValues, Plan) {
            let variables: VariableValues
            do throws(CoercionFaults) {
                variables = try operation.schema.coerceVariables(
                    of: operation.id, in: operation.document, from: request.variables?.document,
                    at: request.variables?.index, suggests: limits.suggests)
            } catch {
                let response = ExecutionResponse.requestErrors(error, in: operation.document)
                throw LiveRefusal(response: ErrorCodes.added(to: response.bytes, .badUserInput))
            }
            do throws(PlanError) {
                return (variables, try operation.plan(operation.settings(variables)))
            } catch {
                throw LiveRefusal(ErrorBody.list(.validationFailed, error.message))
            }
        }

        private static func input(
            of field: PlannedField, _ plan: Plan, _ variables: VariableValues
        ) throws(LiveRefusal) -> Input {
            guard field.arguments >= 0 else { return Input(.none, plan.schema) }
            let planned = plan.arguments[Int(field.arguments)]
            if let constant = planned.constant { return Input(constant, plan.schema) }
            let node = plan.document[planned.node]
            do throws(CoercionFault) {
                return Input(
                    try plan.schema.coerceArguments(
                        node.arguments, of: plan.schema[planned.field].arguments, in: plan.document,
                        variables: variables, position: node.position), plan.schema)
            } catch {
                throw LiveRefusal(ErrorBody.list(.badUserInput, error.message))
            }
        }
    }
}
