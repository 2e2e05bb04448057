import GraphQLLanguage
import GraphQLPlanning
import GraphQLSchema

/// The arguments of one request: those with variables are coerced once for all objects of a field.
struct ArgumentValues: Sendable {
    private enum State: Sendable {
        case unknown
        case sound(CoercedArguments)
        case failed(CoercionFault)
    }

    private let plan: Plan
    private let variables: VariableValues
    private var states: [State] = []

    init(plan: Plan, variables: VariableValues) {
        (self.plan, self.variables) = (plan, variables)
    }

    /// The value of a variable, for directives that the executor reads itself.
    func variable(named name: ArraySlice<UInt8>) -> CoercedValue? { variables.value(named: name) }

    /// Why the arguments of a field cannot be used, if they cannot.
    mutating func failure(of place: Int) -> CoercionFault? {
        if plan.arguments[place].constant != nil { return nil }
        if case .failed(let fault) = state(of: place) { return fault }
        return nil
    }

    /// Whether no field has arguments that cannot be used.
    mutating func areAllSound() -> Bool { plan.arguments.indices.allSatisfy { failure(of: $0) == nil } }

    /// The arguments of a field; none if there are none or they are not sound.
    mutating func values(of place: Int) -> CoercedArguments {
        guard place >= 0 else { return .none }
        if let constant = plan.arguments[place].constant { return constant }
        if case .sound(let values) = state(of: place) { return values }
        return .none
    }

    private mutating func state(of place: Int) -> State {
        if states.isEmpty { states = Array(repeating: .unknown, count: plan.arguments.count) }
        if case .unknown = states[place] { states[place] = coerce(plan.arguments[place]) }
        return states[place]
    }

    private func coerce(_ arguments: PlannedArguments) -> State {
        let node = plan.document[arguments.node]
        do throws(CoercionFault) {
            return .sound(
                try plan.schema.coerceArguments(
                    node.arguments, of: plan.schema[arguments.field].arguments, in: plan.document,
                    variables: variables, position: node.position))
        } catch {
            return .failed(error)
        }
    }
}
