import ContextKit
import EventSourcing
import GraphQLExecution
import GraphQLLanguage
import GraphQLPlanning
import GraphQLSchema
import GraphQLValidation
import JSON
import Lifecycle
import Networking

/// Answers GraphQL requests of every transport: finds the operation, runs it, and says what its data is worth.
package final class GraphQLService: Sendable {
    /// A request's answer, not yet framed for a transport.
    package struct Answer: Sendable {
        package let outcome: RequestOutcome
        package let body: [UInt8]
        /// Where the log stood after the request's last command.
        package var written: Cursor?
        /// The code of a request that was not executed.
        package var refusal: ErrorCode?

        /// When to ask again after a refusal that passes.
        package var retryAfterMilliseconds: Int?
        /// What its reads have told; nil if nothing was executed.
        var notes: ReadNotes?
        /// What was executed; nil if nothing was.
        package var plan: Plan?
        /// What follows; nil if this is all. Never there unless it was asked for.
        package var more: LaterPayloads?

        package init(
            outcome: RequestOutcome, body: [UInt8], written: Cursor? = nil, refusal: ErrorCode? = nil,
            retryAfterMilliseconds: Int? = nil
        ) {
            (self.outcome, self.body, self.written, self.refusal) = (outcome, body, written, refusal)
            self.retryAfterMilliseconds = retryAfterMilliseconds
        }
    }

    package let preparation: Preparation
    package let limits: GatewayLimits
    /// Counts and times what is asked; nil does neither.
    let watch: OperationWatch?
    let services: ContextServices
    private let documents: FindDocument
    let clock: any Clock
    private let rates: ViewerRates?

    package init(
        preparation: Preparation, documents: FindDocument = FindDocument(), limits: GatewayLimits,
        services: ContextServices, clock: any Clock, rates: ViewerRates? = nil, watch: OperationWatch? = nil
    ) {
        (self.preparation, self.documents, self.limits) = (preparation, documents, limits)
        (self.services, self.clock, self.rates, self.watch) = (services, clock, rates, watch)
    }

    /// What a request was found to be, before anything is run.
    package func prepare(_ request: GraphQLRequest) throws(Preparation.Refusal) -> PreparedOperation {
        do throws(Preparation.Refusal) {
            return try find(request)
        } catch {
            watch?.rejected(error.code)
            throw error
        }
    }

    private func find(_ request: GraphQLRequest) throws(Preparation.Refusal) -> PreparedOperation {
        let text: ArraySlice<UInt8>
        do throws(FindDocument.Fault) {
            text = try documents.text(of: request)
        } catch {
            throw Preparation.Refusal(error)
        }
        return try preparation.operation(text: text, named: request.operationName)
    }

    /// Runs a prepared query or mutation on the loop and calls back there, at once if nothing has to wait.
    ///
    /// With `inParts` what is deferred or streamed comes behind the answer, in its `more`.
    @discardableResult
    package func run(
        _ operation: PreparedOperation, _ request: GraphQLRequest, _ options: RequestOptions, viewer: Viewer,
        from peer: IPAddress? = nil, trace: TraceContext? = nil, root: RootValue = .none, inParts: Bool = false,
        on loop: EventLoop, _ done: @escaping (Answer) -> Void
    ) -> WaveDriver? {
        let begin = clock.now
        let scope = scope(for: viewer, options, trace)
        var execution = ExecutionRequest(operation)
        execution.variables = request.variables.map { ($0.document, $0.index) }
        execution.context = scope
        execution.limits = limits.execution
        execution.suggests = limits.suggests
        execution.root = root
        execution.deliversIncrementally = inParts
        execution.behavior = request.errorBehavior
        let prepared: ExecutionRequest.Prepared
        do throws(ExecutionRequest.Refusal) {
            prepared = try execution.prepared()
        } catch {
            watch?.executed(operation.name, .variablesRefused, took: clock.now - begin)
            let body = coded(error.response.bytes, .badUserInput, operation, trace)
            done(Answer(outcome: .variablesRefused, body: body, refusal: .badUserInput))
            return nil
        }
        let cost = price(operation, prepared.variables, options)
        if let answer = answerUnrun(at: cost, options, viewer, peer) {
            if let code = answer.refusal { watch?.rejected(code) }
            watch?.executed(operation.name, answer.outcome, took: clock.now - begin)
            done(answer)
            return nil
        }
        if let answer = answerRefused(prepared.plan, viewer) {
            if let code = answer.refusal { watch?.rejected(code) }
            watch?.executed(operation.name, answer.outcome, took: clock.now - begin)
            done(answer)
            return nil
        }
        let machine = execution.machine(of: prepared)
        return WaveDriver.runInParts(machine, on: loop, within: limits.requestTimeout) { [self] response, driver in
            let price = options.wantsCost ? cost?.total : nil
            var answer = answer(response, operation, scope, options, cost: price)
            answer.plan = prepared.plan
            answer.more = driver.map { driver in
                LaterPayloads(behind: answer.body, driver) { self.later($0, operation, scope, options) }
            }
            watch?.executed(operation.name, answer.outcome, took: clock.now - begin)
            done(answer)
        }
    }

    /// A later payload as it leaves; the last one says how fresh everything was.
    private func later(
        _ response: ExecutionResponse, _ operation: PreparedOperation, _ scope: RequestScope, _ options: RequestOptions
    ) -> [UInt8] {
        let notes = scope.readNotes
        let body = coded(response.bytes, .internal, operation, scope.trace, notes.faults)
        guard !response.hasNext, let extensions = ResponseExtensions.bytes(notes, options) else { return body }
        return GraphQLService.body(body, with: extensions)
    }

    /// The answer to what selects fields that the viewer may not read; nil if it may be run.
    private func answerRefused(_ plan: Plan, _ viewer: Viewer) -> Answer? {
        do throws(AccessGuards.Denial) {
            try preparation.guards.check(plan, viewer)
            return nil
        } catch {
            return Answer(outcome: .accessRefused, body: ErrorBody.denial(error), refusal: error.code)
        }
    }

    /// Nil when nobody wants to know.
    private func price(
        _ operation: PreparedOperation, _ variables: VariableValues, _ options: RequestOptions
    ) -> OperationCost? {
        let pricing = preparation.pricing
        guard pricing.isBounded || rates != nil || options.wantsCost || options.isDryRun else { return nil }
        return pricing.cost(of: operation, variables)
    }

    /// The answer to what is not executed: because it is too dear, because it comes too soon, or because only its
    /// price was asked for, which is told even if it is too high.
    private func answerUnrun(
        at cost: OperationCost?, _ options: RequestOptions, _ viewer: Viewer, _ peer: IPAddress?
    ) -> Answer? {
        guard let cost else { return nil }
        if !options.isDryRun, let refusal = preparation.pricing.refusal(at: cost) {
            return Answer(outcome: refusal.outcome, body: refusal.body, refusal: refusal.code)
        }
        if let wait = rates?.wait(toSpend: options.isDryRun ? 1 : cost.total, viewer, from: peer) {
            let body = ErrorBody.one(
                .rateLimited, "Too much was asked for in too short a time.",
                details: [JSONValue.Member("retryAfterMs", .number(String(wait)))])
            return Answer(
                outcome: .rateLimited, body: body, refusal: .rateLimited, retryAfterMilliseconds: wait)
        }
        return options.isDryRun ? Answer(outcome: .answered, body: ResponseExtensions.estimate(cost.total)) : nil
    }

    func scope(for viewer: Viewer, _ options: RequestOptions, _ trace: TraceContext?) -> RequestScope {
        let wait = limits.consistencyWait(asked: options.waitMilliseconds.map { .milliseconds($0) })
        return RequestScope(
            viewer: viewer, services: services, atLeast: options.token,
            deadline: clock.now + limits.requestTimeout, consistencyDeadline: clock.now + wait,
            allowsStale: options.onTimeout == .stale, trace: trace, command: options.command)
    }

    /// The answer to a subscription that is not begun, as to any other operation that is not run; nil if it may begin.
    /// What is wrong with its variables is told by whoever begins it.
    func answerUnbegun(_ asked: LiveRequest) -> Answer? {
        let (operation, request) = (asked.operation, asked.request)
        guard
            let variables = try? operation.schema.coerceVariables(
                of: operation.id, in: operation.document, from: request.variables?.document,
                at: request.variables?.index)
        else { return nil }
        let cost = price(operation, variables, asked.options)
        let answer = answerUnrun(at: cost, asked.options, asked.visitor.viewer, asked.visitor.peer)
        if let code = answer?.refusal { watch?.rejected(code) }
        return answer
    }

    /// The result of one execution of a subscription for one event, counted and told of like any other.
    func result(
        of response: ExecutionResponse, _ operation: PreparedOperation, _ scope: RequestScope,
        since begin: MonotonicTime
    ) -> [UInt8] {
        watch?.executed(operation.name, outcome(of: response), took: clock.now - begin)
        guard response.hasErrors else { return response.bytes }
        return coded(response.bytes, .internal, operation, scope.trace, scope.readNotes.faults)
    }

    private func outcome(of response: ExecutionResponse) -> RequestOutcome {
        !response.hasErrors ? .answered : response.hasData ? .partial : .nothing
    }

    private func answer(
        _ response: ExecutionResponse, _ operation: PreparedOperation, _ scope: RequestScope,
        _ options: RequestOptions, cost: Int?
    ) -> Answer {
        let notes = scope.readNotes
        var body = response.bytes
        if response.hasErrors { body = coded(body, .internal, operation, scope.trace, notes.faults) }
        if let extensions = ResponseExtensions.bytes(notes, options, cost: cost) {
            body = GraphQLService.body(body, with: extensions)
        }
        var outcome = outcome(of: response)
        // Why only without data: a client that has some of what it asked for must not take it for nothing.
        if outcome == .nothing, notes.overloadedFor != nil { outcome = .overloaded }
        var answer = Answer(
            outcome: outcome, body: body, written: notes.written,
            retryAfterMilliseconds: outcome == .overloaded ? notes.overloadedFor : nil)
        answer.notes = notes
        return answer
    }

    private static func body(_ body: [UInt8], with extensions: [UInt8]) -> [UInt8] {
        var body = body
        body.removeLast()
        body += #","extensions":"#.utf8
        body += extensions
        body.append(UInt8(ascii: "}"))
        return body
    }

    /// The response with a code in every error, each counted; those of ours share one id that the log knows.
    private func coded(
        _ response: [UInt8], _ code: ErrorCode, _ operation: PreparedOperation, _ trace: TraceContext?,
        _ causes: [String] = []
    ) -> [UInt8] {
        guard let watch else { return ErrorCodes.added(to: response, code) }
        var known: String?
        let body = ErrorCodes.added(
            to: response, code,
            trace: {
                if known == nil { known = watch.traceID(of: operation.name, caller: trace?.text, causes: causes) }
                return known
            }, each: { watch.failed($0) })
        if known == nil, !causes.isEmpty { watch.faulted(in: operation.name, causes: causes) }
        return body
    }
}

extension GraphQLRequest {
    /// What the client wants a failed field to do.
    var errorBehavior: ErrorBehavior {
        onError.flatMap { ErrorBehavior(rawValue: String(decoding: $0, as: UTF8.self)) } ?? .propagate
    }
}
