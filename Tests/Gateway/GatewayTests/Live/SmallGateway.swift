import ContextKit
import Cryptography
import Database
import EventSourcing
import GraphQLLanguage
import GraphQLPlanning
import GraphQLSchema
import JSON
import Lifecycle
import Networking
import Telemetry

@testable import Gateway

/// A gateway over one feed and no read models, with everything in memory.
struct SmallGateway {
    /// Shows a tick whose `id` is missing, though the schema promises one.
    enum BrokenTicks: LiveFeed {
        static let field = "Subscription.ticks"
        static let access = AccessRule.anyone

        static func filter(_ input: Input, _ viewer: Viewer) throws(PublicFailure) -> EventFilter { .everything }
        static func row(_ event: RecordedEvent, _ note: LiveNote?, at cursor: Cursor, _ input: Input) -> ResultRow? {
            ResultRow("Tick", ["text": .text("tick")])
        }
    }

    private struct NoReader: DatabaseReader {
        func readNow(_ queries: [Query], in scope: ReadScope) -> [QueryResult]? { nil }
        func read(_ queries: [Query], in scope: ReadScope) async -> [QueryResult] { [] }
        func read(
            _ queries: [Query], in scope: ReadScope, whenDone: @escaping @Sendable ([QueryResult]) -> Void
        ) { whenDone([]) }
    }

    private struct NoModels: ReadModelPositions {
        var head: Cursor { Cursor(epoch: LogEpoch(1), position: .start) }
        var models: [ReadModelIdentity] { [] }
        func cursor(of model: ProjectionName) -> Cursor? { head }
        func wait(
            for model: ProjectionName, at cursor: Cursor, until deadline: MonotonicTime
        ) async -> ReadModelArrival { .reached }
    }

    let graphQL: GraphQLService
    let feeds: [FieldID: LiveFeedRecipe]
    let metrics = MetricsRegistry()
    let lines = InMemoryLog()

    init() throws {
        let clock = ManualClock()
        let schema = try SchemaBuilder(codecs: .gateway).build([
            Source(
                Array(
                    "type Query { a: Int } type Subscription { ticks: Tick } type Tick { id: Int! text: String }".utf8),
                name: "small")
        ])
        var assembly = Assembly([])
        assembly.feed(BrokenTicks.self)
        let store = InMemoryEventStore { clock.wallTime }
        let services = ContextServices(
            reader: NoReader(), signer: try CursorSigner([UInt8](repeating: 7, count: 32).span), positions: NoModels(),
            handle: HandleCommand(
                store: store, batcher: Batcher(store: store, clock: clock), snapshots: nil, clock: clock),
            newCommandID: { CommandID.derived(from: "test", "1") })
        let limits = GatewayLimits()
        let rejections = metrics.counters(
            "belvedere_rejected_total", help: "", labels: [("reason", .known(ErrorCode.allCases.map(\.rawValue)))])
        graphQL = GraphQLService(
            preparation: Preparation(schema: schema, bindings: assembly.wire(schema, services), limits: limits),
            limits: limits, services: services, clock: clock,
            watch: OperationWatch(
                metrics, rejections: rejections, log: LogTarget(sink: lines, levels: LogLevels()).log("graphql")))
        feeds = Dictionary(
            uniqueKeysWithValues: assembly.feeds.compactMap { entry in
                schema.field(entry.key).map { ($0, entry.value) }
            })
    }

    /// The subscription to ticks as a client asks for it.
    func operation(onError: String? = nil) throws -> LiveOperation {
        var request = GraphQLRequest()
        request.query = Array("subscription Broken { ticks { id text } }".utf8)[...]
        request.onError = onError.map { Array($0.utf8)[...] }
        let visitor = Visitor(viewer: Viewer(tenant: "t", actor: nil), peer: nil, isExpired: nil)
        let asked = LiveRequest(
            operation: try graphQL.prepare(request), request: request, options: RequestOptions(), visitor: visitor)
        return try LiveOperation(asked, feeds: feeds, graphQL: graphQL)
    }

    var metricsText: String { String(decoding: MetricsText.write(metrics), as: UTF8.self) }
}

extension Schema {
    fileprivate func field(_ coordinate: String) -> FieldID? { Assembly.field(coordinate, in: self) }
}
