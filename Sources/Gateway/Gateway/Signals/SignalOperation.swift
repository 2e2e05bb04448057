import ContextKit
import EventSourcing
import GraphQLExecution
import GraphQLPlanning
import GraphQLSchema
import Lifecycle
import Networking

/// A subscription to signals with its variables: what it listens to, and how a signal becomes a result.
struct SignalOperation: Sendable {
    let subject: String
    let recipe: SignalFeedRecipe
    private let plan: Plan
    private let variables: VariableValues
    private let asked: LiveRequest
    private let graphQL: GraphQLService

    /// Refuses what cannot be listened to: unsound variables, nobody who asks.
    init(
        _ asked: LiveRequest, _ recipe: SignalFeedRecipe, _ prepared: LiveOperation.Prepared, graphQL: GraphQLService
    ) throws(LiveRefusal) {
        guard asked.visitor.viewer.actor != nil else {
            throw LiveRefusal(ErrorBody.list(.unauthenticated, "Show who you are to subscribe to this."))
        }
        subject = recipe.subject(prepared.input)
        (self.recipe, self.plan, self.variables) = (recipe, prepared.plan, prepared.variables)
        (self.asked, self.graphQL) = (asked, graphQL)
    }

    var viewer: Viewer { asked.visitor.viewer }
    var services: ContextServices { graphQL.services }

    /// Runs the operation on one signal and calls back on the loop with the result; nil passes over it.
    func result(of signal: Signal, on loop: EventLoop, _ done: @escaping ([UInt8]?) -> Void) {
        guard let row = recipe.row(signal, subject) else { return done(nil) }
        let begin = graphQL.clock.now
        let scope = graphQL.scope(for: viewer, asked.options, nil)
        let machine = ExecutionMachine(
            plan: plan, variables: variables, root: .row(row.batch(plan.layouts[Plan.rootLayout].columns)),
            context: scope, limits: graphQL.limits.execution, behavior: asked.request.errorBehavior)
        WaveDriver.run(machine, on: loop, within: graphQL.limits.requestTimeout) { [graphQL, asked] response in
            done(graphQL.result(of: response, asked.operation, scope, since: begin))
        }
    }
}
