import ContextKit
import EventSourcing
import GraphQLExecution
import GraphQLLanguage
import GraphQLPlanning
import GraphQLSchema
import JSON
import Lifecycle
import Networking
import Rows

/// A subscription with its variables: which events it wants, and how an event becomes a result.
///
/// Two clients share one when everything that can change a result is equal: document, variables, tenant, permissions,
/// and the events that the feed admits for them.
struct LiveOperation: Sendable {
    /// What two operations must have in common to share their results.
    struct Identity: Hashable {
        let key: CacheKey
        let filter: EventFilter
    }

    let identity: Identity
    let filter: EventFilter
    /// Nil begins with what happens from now on.
    var start: Cursor?
    private let recipe: LiveFeedRecipe
    private let input: Input
    private let plan: Plan
    private let variables: VariableValues
    private let asked: LiveRequest
    private let graphQL: GraphQLService

    /// Refuses what cannot be subscribed to: unsound variables, no access, a cursor that is none.
    init(
        _ asked: LiveRequest, feeds: [FieldID: LiveFeedRecipe], graphQL: GraphQLService
    ) throws(LiveRefusal) {
        let viewer = asked.visitor.viewer
        let (variables, plan) = try LiveOperation.planned(asked.operation, asked.request, graphQL.limits)
        do throws(AccessGuards.Denial) {
            try graphQL.preparation.guards.check(plan, viewer)
        } catch {
            throw LiveRefusal(ErrorBody.list(error.code, error.message))
        }
        guard let field = plan.rootFields.first, let recipe = feeds[field.definition] else {
            throw LiveRefusal(ErrorBody.list(.internal, "Internal server error"))
        }
        guard recipe.access.admits(viewer) else {
            throw LiveRefusal(
                viewer.actor == nil
                    ? ErrorBody.list(.unauthenticated, "Show who you are to subscribe to this.")
                    : ErrorBody.list(.forbidden, "You may not subscribe to this."))
        }
        input = try LiveOperation.input(of: field, plan, variables)
        do throws(PublicFailure) {
            filter = try recipe.filter(input, viewer)
        } catch {
            throw LiveRefusal(
                ErrorBody.list(ErrorCode(rawValue: error.code) ?? .internal, error.message, details: []))
        }
        start = try LiveOperation.start(input, asked.options)
        (self.recipe, self.plan, self.variables) = (recipe, plan, variables)
        (self.asked, self.graphQL) = (asked, graphQL)
        // Why the actor too: loads may read what belongs to the viewer alone.
        let owner = plan.loads.isEmpty ? nil : viewer.actor
        identity = Identity(key: LiveOperation.key(asked.operation, asked.request, viewer, owner), filter: filter)
    }

    /// Whether each viewer has to be asked about each event.
    var isGated: Bool { recipe.gate != nil }

    /// Who may see which event, for one viewer who begins after the cursor.
    func gate(after cursor: Cursor) async throws(PublicFailure) -> (any LiveGate)? {
        try await recipe.gate?(input, cursor, scope(at: cursor, nil))
    }

    /// Runs the operation on one event and calls back on the loop with the result; nil passes over the event.
    func result(
        of event: RecordedEvent, at cursor: Cursor, on loop: EventLoop, _ done: @escaping (LivePayload?) -> Void
    ) {
        guard let row = recipe.row(event, cursor, input) else { return done(nil) }
        let begin = graphQL.clock.now
        let scope = scope(at: cursor, event.metadata.trace)
        let machine = ExecutionMachine(
            plan: plan, variables: variables, root: .row(row.batch(plan.layouts[Plan.rootLayout].columns)),
            context: scope, limits: graphQL.limits.execution, behavior: asked.request.errorBehavior)
        WaveDriver.run(machine, on: loop, within: graphQL.limits.requestTimeout) { [graphQL, asked] response in
            var bytes = graphQL.result(of: response, asked.operation, scope, since: begin)
            bytes.removeLast()
            bytes += #","extensions":{"belvedere":{"position":""#.utf8
            bytes += cursor.description.utf8
            bytes += #""}}}"#.utf8
            done(LivePayload(bytes, at: cursor))
        }
    }

    /// Its reads include what is at the cursor. The trace is the event's own, because the result goes to many clients.
    private func scope(at cursor: Cursor, _ trace: TraceContext?) -> RequestScope {
        var options = asked.options
        if options.token.map({ $0.position < cursor.position }) ?? true { options.token = cursor }
        return graphQL.scope(for: asked.visitor.viewer, options, trace)
    }

    static func planned(
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

    static func input(
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

    /// What the transport remembers wins, because it is newer than what the operation was written with.
    private static func start(
        _ input: Input, _ options: RequestOptions
    ) throws(LiveRefusal) -> Cursor? {
        if let token = options.resumeAfter { return token }
        guard let text = input.text("after") else { return nil }
        guard let cursor = Cursor(text) else {
            throw LiveRefusal(ErrorBody.list(.badUserInput, "`after` is not a position of this log."))
        }
        return cursor
    }

    private static func key(
        _ operation: PreparedOperation, _ request: GraphQLRequest, _ viewer: Viewer, _ owner: ActorID?
    ) -> CacheKey {
        var bytes = Array(viewer.tenant.text.utf8) + [0] + (owner?.text ?? "").utf8 + [0]
        bytes += viewer.permissions + [0]
        bytes += (request.onError ?? []) + [0]
        bytes += (operation.name ?? "").utf8
        bytes.append(0)
        if let variables = request.variables { bytes += variables.document.text(variables.index) }
        bytes.append(0)
        bytes += operation.document.source.bytes
        return CacheKey(bytes)
    }
}

/// Why a subscription does not begin: a JSON list of errors.
struct LiveRefusal: Error, Sendable {
    let errors: [UInt8]

    init(_ errors: [UInt8]) { self.errors = errors }

    /// Takes the list out of a response that has nothing but errors.
    init(response: [UInt8]) {
        let prefix = "{\"errors\":".utf8.count
        errors = Array(response[prefix..<(response.count - 1)])
    }

    /// The same as a whole result.
    var payload: [UInt8] { Array("{\"errors\":".utf8) + errors + [UInt8(ascii: "}")] }
}
