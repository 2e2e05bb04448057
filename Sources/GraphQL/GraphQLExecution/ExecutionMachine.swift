import GraphQLLanguage
import GraphQLPlanning
import GraphQLSchema
import JSON
import Prelude
import Rows

/// Executes one plan without ever waiting: it hands out the loads of a wave, takes their results, and goes on.
///
/// ```
/// start ──▶ load(calls) ──▶ resume(results) ──▶ load(calls) ──▶ … ──▶ finished(response)
/// ```
///
/// Why: whoever drives it decides how to wait — inline, on a loop, in a test with prepared answers — and a request
/// whose loads answer at once never makes a task.
package struct ExecutionMachine: ~Copyable {
    /// What the driver has to do next.
    package enum Step: Sendable {
        /// Carry out these loads and resume with their results, in the same order.
        case load([LoadCall])
        case finished(ExecutionResponse)
    }

    let plan: Plan
    let context: (any RequestContext)?
    let root: RootValue
    let limits: ExecutionLimits
    let behavior: ErrorBehavior

    var store = RowStore()
    var arguments: ArgumentValues
    var tables: [LoadTable] = []
    var orders: [[UInt32]?] = []
    /// Visits whose rows have not been looked at for steps yet.
    var frontier: [Int] = []
    var waiting: [Waiting] = []
    var waitingGroups: [UInt32] = []
    /// The planned loads of the wave that is under way.
    var underway: [Int] = []
    var waveCount = 0
    /// For a mutation the place of the root field that is under way, among the fields of the root.
    var serialField = 0
    var scratchStarts: [UInt32] = []
    /// What later payloads will bring; nil before the first one and when nothing is to come.
    var delivery: IncrementalDelivery?

    package init(
        plan: Plan, variables: VariableValues = .none, root: RootValue = .none, context: (any RequestContext)? = nil,
        limits: ExecutionLimits = ExecutionLimits(), behavior: ErrorBehavior = .propagate
    ) {
        self.plan = plan
        self.context = context
        self.root = root
        self.limits = limits
        self.behavior = behavior
        arguments = ArgumentValues(plan: plan, variables: variables)
    }

    package mutating func start() -> Step {
        if plan.isConstant { return .finished(keptResponse()) }
        if plan.readsJSON { return .finished(render()) }
        tables = plan.loads.map(LoadTable.init)
        addRoot()
        if plan.kind == .mutation { return beginSerialField() }
        frontier.append(0)
        return advance()
    }

    /// Goes on with the results of the loads that were handed out, one for each call.
    package mutating func resume(_ results: [LoadResult]) -> Step {
        for (place, load) in underway.enumerated() {
            take(place < results.count ? results[place] : nil, of: load)
        }
        underway.removeAll(keepingCapacity: true)
        return advance()
    }

    /// Ends the request without waiting for what is under way: what is missing fails with the message, wherever it
    /// would have stood, so that no null comes without its error.
    package mutating func abandon(_ message: String, extensions: [UInt8] = []) -> ExecutionResponse {
        let failure = LoadFailure(message: message, extensions: extensions)
        underway.removeAll()
        // Why a loop: rows that are there already lead to further loads, as deep as the plan goes.
        repeat {
            expandFrontier()
            for load in tables.indices where tables[load].needsLoad {
                let count = tables[load].groups.count - tables[load].loadedCount
                take(.failed(failure, keys: count), of: load)
            }
            linkWaiting()
        } while !frontier.isEmpty
        guard delivery == nil else { return renderNext() }
        if plan.kind == .mutation { failUnreachedRootFields(failure) }
        return render()
    }

    mutating func advance() -> Step {
        while true {
            expandFrontier()
            let calls = nextCalls()
            if !calls.isEmpty {
                waveCount += 1
                guard waveCount <= limits.wavesMax else {
                    return .finished(abandon("The operation needs more than \(limits.wavesMax) waves of loads."))
                }
                return .load(calls)
            }
            if !waiting.isEmpty {
                linkWaiting()
                continue
            }
            if delivery != nil { return .finished(renderNext()) }
            guard plan.kind == .mutation, !plan.readsJSON else { return .finished(render()) }
            return finishSerialField()
        }
    }

    private mutating func addRoot() {
        var batch = RowBatch(columnCount: 0)
        switch root {
        case .row(let row) where row.rowCount > 0: batch = row
        case .none, .row, .json: batch.endRow()
        }
        addBatch(batch, order: nil)
        store.references.append(RowStore.Reference(batch: 0, row: 0))
        store.visits.append(
            RowStore.Visit(firstReference: 0, count: 1, object: Int32(plan.root), firstObject: 0))
    }

    // MARK: Mutations, whose root fields run one after the other

    private mutating func beginSerialField() -> Step {
        let fields = plan.objects[plan.root].fields.indices
        while serialField < fields.count {
            let field = fields.lowerBound + serialField
            if plan.fields[field].source.isStep {
                for load in tables.indices { tables[load].reset() }
                expandSerial(field: field)
                return advance()
            }
            serialField += 1
        }
        return .finished(render())
    }

    /// Spec: 6.2.2: the next root field starts when this one is complete, and not at all when it nulled the root or,
    /// where the first error halts the request, failed anywhere.
    private mutating func finishSerialField() -> Step {
        let field = plan.objects[plan.root].fields.indices.lowerBound + serialField
        serialField += 1
        let mayEnd = behavior == .halt || (behavior == .propagate && plan.fields[field].type.isNonNull)
        if mayEnd, !isSound(rootField: field) { return .finished(render()) }
        return beginSerialField()
    }

    /// The root fields after the one that was under way never ran.
    private mutating func failUnreachedRootFields(_ failure: LoadFailure) {
        let base = store.base(visit: 0, object: plan.root)
        guard base >= 0 else { return }
        let reason = RowStore.Link.failure(addFailure(failure))
        for field in plan.objects[plan.root].fields.indices.dropFirst(serialField + 1)
        where plan.fields[field].source.isStep {
            store.links[base + Int(plan.fields[field].link) * store.visits[0].count] = reason
        }
    }

    /// Whether a root field can be written without ending the request.
    private func isSound(rootField field: Int) -> Bool {
        var renderer = Renderer(
            plan: plan, arguments: arguments, store: store, limits: limits, behavior: behavior)
        return renderer.isSound(rootField: field)
    }

    // MARK: The response

    /// The response of a plan that always gives the same, written once; errors are never kept.
    private mutating func keptResponse() -> ExecutionResponse {
        if let kept = plan.keptResponse.withLock({ $0 }), kept.count <= limits.responseBytesMax {
            return ExecutionResponse(bytes: kept, hasData: true, hasErrors: false)
        }
        addRoot()
        let response = render()
        if response.hasData, !response.hasErrors { plan.keptResponse.withLock { $0 = response.bytes } }
        return response
    }

    mutating func render() -> ExecutionResponse {
        var renderer = Renderer(
            plan: plan, arguments: arguments, store: store, limits: limits, behavior: behavior,
            capacity: plan.responseRoom)
        let response = renderer.response(root)
        plan.noteResponse(bytes: response.bytes.count)
        if response.hasNext { keepDelivery(of: renderer) }
        return response
    }

    /// The next payload, from what was deferred until now.
    private mutating func renderNext() -> ExecutionResponse {
        var renderer = Renderer(
            plan: plan, arguments: arguments, store: store, limits: limits, behavior: behavior)
        if let delivery { renderer.delivery = delivery }
        renderer.documents = renderer.delivery.documents
        let payload = renderer.nextPayload()
        keepDelivery(of: renderer)
        return payload
    }

    private mutating func keepDelivery(of renderer: borrowing Renderer) {
        delivery = renderer.delivery
        delivery?.documents = renderer.documents
    }
}
