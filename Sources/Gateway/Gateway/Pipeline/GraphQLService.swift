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

        /// Whether header fields say something of it, or more follows.
        var hasFields: Bool { written != nil || retryAfterMilliseconds != nil || more != nil }

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
    let documents: FindDocument
    let clock: any Clock
    private let rates: ViewerRates?
    /// How long reads wait for their read models unless the client says otherwise; reckoned once.
    private let usualWait: Int64
    private let timeout: Int64

    package init(
        preparation: Preparation, documents: FindDocument = FindDocument(), limits: GatewayLimits,
        services: ContextServices, clock: any Clock, rates: ViewerRates? = nil, watch: OperationWatch? = nil
    ) {
        (self.preparation, self.documents, self.limits) = (preparation, documents, limits)
        (self.services, self.clock, self.rates, self.watch) = (services, clock, rates, watch)
        usualWait = limits.consistencyWait(asked: nil).wholeNanoseconds
        timeout = limits.requestTimeout.wholeNanoseconds
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
        let found: FindDocument.Found
        do throws(FindDocument.Fault) {
            found = try documents.text(of: request)
        } catch {
            throw Preparation.Refusal(error)
        }
        let operation = try preparation.operation(text: found.text, named: request.operationName)
        documents.register(found)
        return operation
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
        let prepared: ExecutionRequest.Prepared
        do throws(ExecutionRequest.Refusal) {
            prepared = try execution(operation, request, inParts: inParts).prepared()
        } catch {
            let body = coded(error.response.bytes, .badUserInput, operation, trace)
            watch?.executed(operation.name, .variablesRefused, took: clock.now - begin)
            done(Answer(outcome: .variablesRefused, body: body, refusal: .badUserInput))
            return nil
        }
        let ready = ReadyOperation(
            operation: operation, prepared: prepared, behavior: request.errorBehavior,
            cost: price(operation, prepared.variables, options))
        return run(
            ready, options, viewer: viewer, from: peer, trace: trace, root: root, since: begin, on: loop, done)
    }

    /// What finds the plan of a request.
    func execution(_ operation: PreparedOperation, _ request: GraphQLRequest, inParts: Bool) -> ExecutionRequest {
        var execution = ExecutionRequest(operation)
        execution.variables = request.variables.map { ($0.document, $0.index) }
        execution.suggests = limits.suggests
        execution.deliversIncrementally = inParts
        return execution
    }

    /// Runs what is ready to be run, unless it is too dear, comes too soon, or its viewer may not.
    @discardableResult
    func run(
        _ ready: ReadyOperation, _ options: RequestOptions, viewer: Viewer, from peer: IPAddress?,
        trace: TraceContext?, root: RootValue = .none, since begin: MonotonicTime, on loop: EventLoop,
        _ done: @escaping (Answer) -> Void
    ) -> WaveDriver? {
        let (operation, plan) = (ready.operation, ready.plan)
        let price = options.wantsCost ? ready.cost?.total : nil
        if let refusal = answerUnrun(at: ready.cost, options, viewer, peer) ?? answerRefused(plan, viewer) {
            return finish(refusal, operation, since: begin, done)
        }
        // What no load takes part in needs nobody to tell it anything.
        if plan.isConstant {
            var machine = machine(of: ready, root, nil)
            guard case .finished(let response) = machine.start() else { return nil }
            var answer = answer(response, operation, ReadNotes(), trace, options, cost: price)
            answer.plan = plan
            return finish(answer, operation, since: begin, done)
        }
        let scope = scope(for: viewer, options, trace, since: begin)
        let machine = machine(of: ready, root, scope)
        return WaveDriver.runInParts(machine, on: loop, within: limits.requestTimeout) { [self] response, driver in
            var answer = answer(response, operation, scope.readNotes, trace, options, cost: price)
            answer.plan = plan
            answer.more = driver.map { driver in
                LaterPayloads(behind: answer.body, driver) { self.later($0, operation, scope, options) }
            }
            finish(answer, operation, since: begin, done)
        }
    }

    private func machine(
        of ready: ReadyOperation, _ root: RootValue, _ scope: RequestScope?
    ) -> ExecutionMachine {
        ExecutionMachine(
            plan: ready.plan, variables: ready.prepared.variables, root: root, context: scope,
            limits: limits.execution, behavior: ready.behavior)
    }

    /// Counts an answer and gives it; there is nothing to drive then.
    @discardableResult
    func finish(
        _ answer: Answer, _ operation: PreparedOperation, since begin: MonotonicTime, _ done: (Answer) -> Void
    ) -> WaveDriver? {
        if let code = answer.refusal { watch?.rejected(code) }
        watch?.executed(operation.name, answer.outcome, took: clock.now - begin)
        done(answer)
        return nil
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
    func price(
        _ operation: PreparedOperation, _ variables: VariableValues, _ options: RequestOptions
    ) -> OperationCost? {
        let pricing = preparation.pricing
        guard pricing.isBounded || rates != nil || options.wantsCost || options.isDryRun else { return nil }
        return pricing.cost(of: operation, variables)
    }

    /// The answer to what is not executed: because it is too dear, because it comes too soon, or because only its
    /// price was asked for, which is told even if it is too high.
    func answerUnrun(
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

    func scope(
        for viewer: Viewer, _ options: RequestOptions, _ trace: TraceContext?, since begin: MonotonicTime? = nil
    ) -> RequestScope {
        let begin = begin ?? clock.now
        let wait = options.waitMilliseconds.map { limits.consistencyWait(asked: .milliseconds($0)).wholeNanoseconds }
        return RequestScope(
            viewer: viewer, services: services, atLeast: options.token,
            deadline: begin.later(by: timeout), consistencyDeadline: begin.later(by: wait ?? usualWait),
            allowsStale: options.onTimeout == .stale, trace: trace, command: options.command?.id(for: viewer))
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
        _ response: ExecutionResponse, _ operation: PreparedOperation, _ notes: ReadNotes, _ trace: TraceContext?,
        _ options: RequestOptions, cost: Int?
    ) -> Answer {
        var body = response.bytes
        if response.hasErrors { body = coded(body, .internal, operation, trace, notes.faults) }
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

extension MonotonicTime {
    /// Why not by durations: those count in attoseconds, of which a division costs as much as a small request.
    fileprivate func later(by span: Int64) -> MonotonicTime {
        let (sum, overflows) = nanoseconds.addingReportingOverflow(span)
        return MonotonicTime(nanoseconds: overflows ? .max : sum)
    }
}
