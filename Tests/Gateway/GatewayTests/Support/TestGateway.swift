import ContextKit
import Cryptography
import Database
import EventSourcing
import GraphQLExecution
import GraphQLPlanning
import GraphQLSchema
import JSON
import Lifecycle
import Networking
import Prelude
import Rows
import Telemetry

@testable import Gateway

/// A service over a small schema and bindings of a test, on a loop of its own; nothing is read from a store.
struct TestGateway: Sendable {
    static let ann = Viewer(tenant: "t", actor: "ann")
    static let nobody = Viewer(tenant: "t", actor: nil)

    /// Every directive that the gateway itself looks at.
    static let directives = """
        enum CacheScope { PUBLIC TENANT VIEWER }
        directive @cacheControl(maxAge: Int!, scope: CacheScope! = VIEWER) on FIELD_DEFINITION | OBJECT
        directive @authenticated on ENUM | FIELD_DEFINITION | INTERFACE | OBJECT | SCALAR
        directive @requiresScopes(scopes: [[String!]!]!) on ENUM | FIELD_DEFINITION | INTERFACE | OBJECT | SCALAR

        """

    let service: GraphQLService
    let loop: EventLoop
    let log: InMemoryLog

    /// Runs the body beside the gateway and ends its loop; with a clock, time only passes when the test says so.
    static func run(
        _ sdl: String, clock: ManualClock? = nil, positions: any ReadModelPositions = FixedPositions(),
        cache: (any ReadCache)? = nil, reader: any DatabaseReader = NoReader(),
        bind: (inout Assembly) -> Void, _ body: (TestGateway) async throws -> Void
    ) async throws {
        let loops = try EventLoopGroup(count: 1, manualClock: clock)
        let schema = try SchemaBuilder(capabilities: .incrementalDelivery, codecs: .gateway).build(directives + sdl)
        var assembly = Assembly([])
        bind(&assembly)
        let time: any Clock = clock ?? SystemClock()
        let store = InMemoryEventStore(now: { time.wallTime })
        let services = ContextServices(
            reader: reader, signer: try CursorSigner([UInt8](repeating: 7, count: 32).span), positions: positions,
            handle: HandleCommand(store: store, batcher: Batcher(store: store, clock: time), clock: time),
            cache: cache, newCommandID: { CommandID.derived(from: "test") })
        let log = InMemoryLog()
        let metrics = MetricsRegistry()
        let rejections = metrics.counters(
            "belvedere_rejected_total", help: "", labels: [("reason", .known(ErrorCode.allCases.map(\.rawValue)))])
        let limits = GatewayLimits()
        let service = GraphQLService(
            preparation: Preparation(schema: schema, bindings: assembly.wire(schema, services), limits: limits),
            limits: limits, services: services, clock: time,
            watch: OperationWatch(
                metrics, rejections: rejections,
                log: LogTarget(sink: log, levels: LogLevels()).log("graphql")))
        let gateway = TestGateway(service: service, loop: loops.next(), log: log)
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await body(gateway))
        } catch {
            outcome = .failure(error)
        }
        await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
            _ = try? DedicatedThread(name: "stop") {
                loops.stop()
                continuation.resume()
            }
        }
        try outcome.get()
    }

    func request(_ query: String) throws -> GraphQLRequest {
        try ReadRequestBody.one((["query": .string(query)] as JSONValue).bytes)
    }

    /// The answer, be it one that was given before anything was run.
    func answer(
        _ query: String, as viewer: Viewer = ann, _ options: RequestOptions = RequestOptions(), inParts: Bool = false
    ) async throws -> GraphQLService.Answer {
        let request = try request(query)
        let operation = try service.prepare(request)
        return await withUnsafeContinuation { (continuation: UnsafeContinuation<GraphQLService.Answer, Never>) in
            loop.execute {
                service.run(operation, request, options, viewer: viewer, inParts: inParts, on: loop) { answer in
                    continuation.resume(returning: answer)
                }
            }
        }
    }

    /// The next payload behind an answer.
    func next(_ more: LaterPayloads) async -> (json: JSONValue, isLast: Bool) {
        let (bytes, isLast) = await withUnsafeContinuation {
            (continuation: UnsafeContinuation<([UInt8], Bool), Never>) in
            loop.execute { more.next { continuation.resume(returning: ($0, $1)) } }
        }
        return ((try? JSONValue(parsing: bytes)) ?? .null, isLast)
    }
}

extension GraphQLService.Answer {
    var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }
    var code: String? { json["errors"]?[0]?["extensions"]?["code"]?.string }
}

/// Read models that stand still.
struct FixedPositions: ReadModelPositions {
    var own = Cursor(epoch: 1, position: 10)
    var arrival = ReadModelArrival.lagging

    var head: Cursor { own }
    var models: [ReadModelIdentity] { [] }
    func cursor(of model: ProjectionName) -> Cursor? { own }
    func wait(
        for model: ProjectionName, at cursor: Cursor, until deadline: MonotonicTime
    ) async -> ReadModelArrival { arrival }
}

/// A store that answers every query with no rows.
struct NoReader: DatabaseReader {
    func readNow(_ queries: [Query], in scope: ReadScope) -> [QueryResult]? {
        queries.map { .success(RowBatch(columnCount: $0.statement.columns.count)) }
    }
    func read(_ queries: [Query], in scope: ReadScope) async -> [QueryResult] { readNow(queries, in: scope) ?? [] }
}

/// Loads of a test that answer when the test lets them.
final class HeldLoads: Sendable {
    private let waiting = Lock<[@Sendable () -> Void]>([])
    private let arrived = Lock<[UnsafeContinuation<Void, Never>]>([])

    /// A binding that answers with the row once it is let.
    func one(_ name: String, _ row: ResultRow, failing: LoadFailure? = nil) -> FieldBinding {
        .load(
            LoadBinding(
                name: name, shape: .one,
                loader: .callback { [self] call, done in
                    hold {
                        if let failing { return done(.failed(failing, keys: call.keys.rowCount)) }
                        done(.all(row.batch(call.columns)))
                    }
                }))
    }

    func hold(_ answer: @escaping @Sendable () -> Void) {
        waiting.withLock { $0.append(answer) }
        let continuations = arrived.withLock { arrived in
            defer { arrived = [] }
            return arrived
        }
        for continuation in continuations { continuation.resume() }
    }

    var count: Int { waiting.withLock { $0.count } }

    /// Waits until so many loads are held.
    func held(_ wanted: Int) async {
        while count < wanted {
            await withUnsafeContinuation { continuation in
                let isThere = arrived.withLock { arrived in
                    guard count < wanted else { return true }
                    arrived.append(continuation)
                    return false
                }
                if isThere { continuation.resume() }
            }
        }
    }

    /// Answers all that are held.
    func release() {
        let answers = waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        for answer in answers { answer() }
    }
}
