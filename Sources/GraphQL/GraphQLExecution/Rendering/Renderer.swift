import GraphQLLanguage
import GraphQLPlanning
import GraphQLSchema
import JSON

/// Writes a response straight from rows, JSON and the schema, in one walk in document order.
///
/// Why: all loads are done when it runs, so that errors come out in the order in which a depth-first execution meets
/// them, and null propagation is cutting the output back to where the nullable position began.
///
/// Invariant: a method that answers false has left exactly one error behind, or ended the whole request; its caller
/// cuts back what it wrote.
struct Renderer: ~Copyable {
    let plan: Plan
    let schema: Schema
    let limits: ExecutionLimits
    let behavior: ErrorBehavior
    let store: RowStore

    var out: JSONWriter
    var errors = ErrorList()
    var path = ResponsePath()
    var arguments: ArgumentValues
    var documents: [JSONDocument] = []
    var depth = 0
    /// Set when the request cannot go on; everything up to the root then answers false.
    var hasEnded = false
    /// Set when it ended because a limit was met; nothing that is tried again would change that.
    var hasMetLimit = false
    var scratch: [UInt8] = []
    /// What comes in later payloads; stays empty unless the plan is incremental.
    var delivery: IncrementalDelivery
    let isIncremental: Bool
    /// What rows without faults are written from; nil where they are written field by field.
    let plain: PlainRows?
    var plainTries = PlainRows.triesMax
    /// Where rows that several others lead to were written: the start in the high half, the length in the low one.
    var written: [UInt64] = []

    init(
        plan: Plan, arguments: consuming ArgumentValues, store: RowStore, limits: ExecutionLimits,
        behavior: ErrorBehavior, capacity: Int = 4_096
    ) {
        self.plan = plan
        self.schema = plan.schema
        self.limits = limits
        self.behavior = behavior
        self.store = store
        self.arguments = arguments
        delivery = IncrementalDelivery(plan: plan)
        isIncremental = plan.isIncremental
        plain = PlainRows(plan, store, &self.arguments)
        out = JSONWriter(capacity: capacity)
    }
}

/// What stands for the object that is being written.
enum Parent {
    /// A row: the visit that it belongs to, and its place there.
    case row(visit: Int, index: Int)
    /// A value of one of the renderer's JSON documents.
    case json(document: Int, node: JSONDocument.Index)
    case introspection(IntrospectionNode)
}
