import ContextKit
import Cryptography
import Database
import EventSourcing
import Gateway
import GraphQLLanguage
import GraphQLSchema
import HTTP
import Lifecycle
import Networking
import Postgres
import Prelude
import Server

/// The gateway over the schema of `Benchmarks/`, with nothing taken out: the same server, pipeline, drivers and log
/// machinery as a node of production, so that its figures are those of the product.
///
/// Its parts are in no context, because nobody but the benchmark may find them in a running gateway.
package struct BenchmarkNode: Sendable {
    /// Where the log is.
    package enum LogHome: String {
        /// For what has nothing to do with writing.
        case memory
        case postgres
    }

    package let group: ServiceGroup

    /// Takes the folder `Benchmarks/` for schema and data, and a libpq connection string.
    package init(
        port: UInt16, folder: String, postgres: String, log home: LogHome = .memory, loops: EventLoopGroup
    ) async throws {
        let clock = SystemClock()
        let schema = try SchemaBuilder(codecs: .gateway).build([
            Source(FileSource.read(folder + "/schema.graphql"), name: "schema.graphql")
        ])
        var assembly = Assembly([])
        BenchmarkParts.install(try BenchmarkRows(FileSource.read(folder + "/data/posts.json")), in: &assembly)
        let settings = PostgresSettings(conninfo: postgres)
        let storage =
            switch home {
            case .memory: Self.storage(PostgresDatabase(settings, loops: loops.loops), clock)
            case .postgres:
                try await ServerStorage.open(
                    settings, files: .preferred(nil), models: [BenchmarkStats.self], loops: loops)
            }
        let log = LogMachinery(
            storage: storage, models: [BenchmarkStats.self], cache: CacheSettings(), node: nil, clock: clock)
        let services = ContextServices(
            reader: storage.reader, signer: try CursorSigner(SecureRandom.bytes(32)), positions: log.positions,
            handle: log.handle, cache: log.cache, newCommandID: { CommandID(NewIdentifier.make(clock)) })
        let limits = GatewayLimits()
        let service = GraphQLService(
            preparation: Preparation(schema: schema, bindings: assembly.wire(schema, services), limits: limits),
            limits: limits, services: services, clock: clock)
        // Why no bounds here and below: all load of a benchmark comes from one address, over connections that are kept.
        var liveLimits = LiveLimits()
        (liveLimits.perViewerMax, liveLimits.perTenantMax) = (.max, .max)
        let live = LiveService(
            graphQL: service, assembly: assembly, tailer: log.tailer, loops: loops.loops, limits: liveLimits)
        var configuration = HTTPServer.Configuration(address: .loopback(port: port))
        configuration.limits.connectionsPerAddressMax = configuration.limits.connectionsMax
        configuration.limits.requestsPerConnectionMax = .max
        let server = try HTTPServer(configuration, router: Self.router(service, live, clock), loops: loops.loops)
        group = ServiceGroup(
            [NodeServices.Storage(storage: storage)] + log.services
                + [Listener(server: server)],
            drainDeadline: .seconds(4), clock: clock)
    }

    /// Stops accepting first and waits for what has begun.
    private struct Listener: Service {
        let name = "http"
        let server: HTTPServer
        func start() async throws { try await server.start() }
        func stop() async { await server.drain(within: .seconds(2)) }
    }

    /// Reads from PostgreSQL, and keeps the log in memory.
    private static func storage(_ database: PostgresDatabase, _ clock: SystemClock) -> NodeStorage {
        NodeStorage(
            reader: database, events: InMemoryEventStore { clock.wallTime }, snapshots: nil,
            projections: InMemoryProjectionStore { clock.wallTime }, close: { database.close() })
    }

    private static func router(_ service: GraphQLService, _ live: LiveService, _ clock: SystemClock) -> Router {
        let authenticator = Authenticator(tokens: nil, anonymous: Viewer(tenant: "bench", actor: nil), clock: clock)
        let cors = CORSPolicy(origins: OriginList([]))
        let endpoint = GraphQLEndpoint(
            service, authenticator: authenticator, profile: .compat, cors: cors,
            socket: SocketEndpoint(live, authenticator: authenticator, origins: nil),
            stream: StreamEndpoint(live, authenticator: authenticator, cors: cors))
        return Router([Route("/graphql", [.get, .post], handler: endpoint)])
    }
}
