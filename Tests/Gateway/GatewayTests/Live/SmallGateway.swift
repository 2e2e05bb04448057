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

    /// A feed that only those may follow of whom a read model knows.
    enum GatedTicks: LiveFeed {
        static let field = "Subscription.gated"
        static let access = AccessRule.anyone
        static let isGated = true
        private static let rights = Statement("rights", "SELECT 1", columns: [.int])

        static func filter(_ input: Input, _ viewer: Viewer) throws(PublicFailure) -> EventFilter { .everything }
        static func row(_ event: RecordedEvent, _ note: LiveNote?, at cursor: Cursor, _ input: Input) -> ResultRow? {
            nil
        }
        static func gate(
            _ input: Input, after cursor: Cursor, _ scope: RequestScope
        ) async throws(PublicFailure) -> (any LiveGate)? {
            _ = try await scope.rows(rights, [], of: ReadModelIdentity(name: "rights", zone: .white))
            return nil
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

    init(positions: any ReadModelPositions = NoModels()) throws {
        let clock = ManualClock()
        let schema = try SchemaBuilder(codecs: .gateway).build([
            Source(
                Array(
                    """
                    type Query { a: Int } type Subscription { ticks: Tick gated: Tick }
                    type Tick {
                      id: Int! text: String secret: String @authenticated
                      staff: String @requiresScopes(scopes: [["staff"]])
                    }
                    directive @authenticated on FIELD_DEFINITION
                    directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION
                    """.utf8),
                name: "small")
        ])
        var assembly = Assembly([])
        assembly.feed(BrokenTicks.self)
        assembly.feed(GatedTicks.self)
        let store = InMemoryEventStore { clock.wallTime }
        let services = ContextServices(
            reader: NoReader(), signer: try CursorSigner([UInt8](repeating: 7, count: 32).span), positions: positions,
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
    func operation(
        _ query: String = "subscription Broken { ticks { id text } }", onError: String? = nil,
        _ options: RequestOptions = RequestOptions(), as viewer: Viewer = Viewer(tenant: "t", actor: nil)
    ) throws -> LiveOperation {
        var request = GraphQLRequest()
        request.query = Array(query.utf8)[...]
        request.onError = onError.map { Array($0.utf8)[...] }
        let visitor = Visitor(viewer: viewer, peer: nil, isExpired: nil)
        let asked = LiveRequest(
            operation: try graphQL.prepare(request), request: request, options: options, visitor: visitor)
        return try LiveOperation(asked, feeds: feeds, graphQL: graphQL)
    }

    /// As `operation`, with nothing but a refusal thrown.
    func begun(_ query: String, as viewer: Viewer) throws(LiveRefusal) -> LiveOperation {
        do {
            return try operation(query, as: viewer)
        } catch let refusal as LiveRefusal {
            throw refusal
        } catch {
            throw LiveRefusal(Array("[{\"message\":\"\(error)\"}]".utf8))
        }
    }

    var metricsText: String { String(decoding: MetricsText.write(metrics), as: UTF8.self) }
}

extension Schema {
    fileprivate func field(_ coordinate: String) -> FieldID? { Assembly.field(coordinate, in: self) }
}
