import GraphQLLanguage
import GraphQLPlanning
import GraphQLSchema

/// What a subscription listens to: the one root field, its arguments, and what an event must bring.
///
/// Spec: 6.2.3.1 CreateSourceEventStream. The caller makes the stream, and executes the operation once for each event
/// with `RootValue.row` or `RootValue.json` as the root.
package struct SubscriptionTarget: Sendable {
    package let field: FieldID
    package let arguments: CoercedArguments
    /// The columns that the row of an event must have, in this order.
    package let columns: [String]
}

extension ExecutionRequest {
    /// Coerces the variables and says what to listen to, or which response refuses the request.
    package func subscriptionTarget() throws(Refusal) -> SubscriptionTarget {
        let (plan, values) = try prepared()
        if let failure = plan.objects[plan.root].failure {
            throw refusal(failure.message, at: failure.offset)
        }
        guard plan.kind == .subscription, let field = plan.rootFields.first, field.source != .typename else {
            throw Refusal(response: .requestErrors([("Expected subscription operation.", [])]))
        }
        var arguments = ArgumentValues(plan: plan, variables: values)
        if field.arguments >= 0, let fault = arguments.failure(of: Int(field.arguments)) {
            throw refusal(fault.message, at: fault.position)
        }
        return SubscriptionTarget(
            field: field.definition, arguments: arguments.values(of: Int(field.arguments)),
            columns: plan.layouts[Plan.rootLayout].columns)
    }

    private func refusal(_ message: String, at offset: UInt32?) -> Refusal {
        let locations = offset.map { [operation.document.location(at: $0)] } ?? []
        return Refusal(response: .requestErrors([(message, locations)]))
    }
}
