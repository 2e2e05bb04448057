import GraphQLPlanning
import GraphQLSchema
import GraphQLValidation
import JSON

/// Says what an operation costs with a request's variables, and refuses those that cost too much.
struct PriceOperation: Sendable {
    let model: CostModel
    let limits: QueryLimits

    var isBounded: Bool { limits.costMax != nil }

    func cost(of operation: PreparedOperation, _ variables: VariableValues) -> OperationCost {
        operation.fixedCost ?? operation.valid.cost(of: operation.id, by: model, variables: variables)
    }

    /// The answer to an operation that is too dear, or whose price nobody can tell; nil if it may be run.
    func refusal(at cost: OperationCost) -> Preparation.Refusal? {
        guard let costMax = limits.costMax else { return nil }
        if !cost.faults.isEmpty { return refusal(ErrorBody.validation(cost.faults)) }
        guard cost.total > costMax else { return nil }
        let bound = limits.saysNumbers ? ": it costs \(cost.total), and \(costMax) is allowed" : ""
        return refusal(ErrorBody.one(.costLimit, "The operation costs too much\(bound)."))
    }

    private func refusal(_ body: [UInt8]) -> Preparation.Refusal {
        Preparation.Refusal(outcome: .invalid, code: .costLimit, body: body)
    }
}
