import ContextKit
import Cryptography
import EventSourcing
import Gateway
import HTTP
import Lifecycle
import Networking
import Server
import Telemetry

/// One running gateway: its stores, the machinery that follows the log, and its listeners.
package struct Node: Sendable {
    /// What a node is given by the process that it runs in.
    package struct Environment: Sendable {
        package let files: FileSource
        package let loops: EventLoopGroup
        package let storage: NodeStorage
        package let clock: any Clock
        package let log: Log
        package let metrics: MetricsRegistry
        package let spans: any SpanSink
        /// Holds the one place on an embedded store; nil for a node that shares its store with others.
        package let seat: EmbeddedSeat?

        package init(
            files: FileSource, loops: EventLoopGroup, storage: NodeStorage, clock: any Clock = SystemClock(),
            log: Log = .silent, metrics: MetricsRegistry = MetricsRegistry(), spans: any SpanSink = NoSpanSink(),
            seat: EmbeddedSeat? = nil
        ) {
            (self.files, self.loops, self.storage) = (files, loops, storage)
            (self.clock, self.log, self.metrics, self.spans) = (clock, log, metrics, spans)
            self.seat = seat
        }
    }

    package let group: ServiceGroup
    package let servers: [HTTPServer]
    package let service: GraphQLService
    package let live: LiveService
    package let handle: HandleCommand
    /// The log itself, for what is written in bulk.
    package let events: any EventStore
    /// Every read model that the node keeps.
    package let modelNames: [ProjectionName]
    package let progress: ReadModelProgress
    /// What the probes are told.
    package let health: HealthRegistry
    /// The front's certificates, to be read again when they were renewed; nil if clients connect in the clear.
    package let tls: ReloadableTLS?

    package init(
        _ settings: NodeSettings, _ environment: Environment,
        contexts: [any BoundedContext.Type] = Contexts.all, besides others: [any Service] = []
    ) throws {
        let loaded = try LoadSchema.load(environment.files, contexts)
        let (loops, storage, clock) = (environment.loops, environment.storage, environment.clock)
        let ports = try NodePorts(settings, storage, loops: loops, clock)
        let missing = loaded.assembly.faults(with: ports.ports)
        guard missing.isEmpty else { throw LoadSchema.Failure(problems: missing.map(\.description)) }
        let sealing = ports.sealer.map { EventSealing($0, fields: loaded.assembly.personal) }
        let cursorKey = storage.cursorKey ?? settings.cursorKey
        let health = HealthRegistry()
        self.health = health
        let shared = try Node.shared(settings, environment, loaded.assembly.readModels, cursorKey, health)
        let log = LogMachinery(
            storage: storage, models: loaded.assembly.readModels, processes: loaded.assembly.processes,
            cache: settings.cache, shared: shared, metrics: environment.metrics, ports: ports.ports, sealing: sealing,
            node: environment.seat.map { _ in EmbeddedSeat.node }, clock: clock,
            commandRetention: settings.commandRetention, log: environment.log)
        (handle, progress, events) = (log.handle, log.progress, storage.events)
        modelNames = loaded.assembly.readModels.identities.map(\.name)
        let services = ContextServices(
            reader: storage.reader, signer: try CursorSigner(cursorKey.span), positions: log.positions,
            handle: log.handle, cache: log.cache, ports: ports.ports, clock: clock,
            newCommandID: { CommandID(NewIdentifier.make(clock)) })
        let preparation = Preparation(
            schema: loaded.schema, bindings: loaded.assembly.wire(loaded.schema, services),
            limits: settings.graphQL.limits)
        let rejections = Node.rejections(environment.metrics)
        let operations = try Node.operations(settings, environment, loaded, rejections)
        service = GraphQLService(
            preparation: preparation, documents: try settings.documents.finder(environment.metrics, environment.log),
            limits: settings.graphQL.limits,
            services: services, clock: clock, rates: settings.rates.rates(clock: clock), watch: operations)
        live = LiveService(
            graphQL: service, assembly: loaded.assembly, tailer: log.tailer, loops: loops.loops, models: log.live,
            limits: settings.live,
            gauge: environment.metrics.gauge(
                "belvedere_subscriptions", help: "Subscriptions and live queries that are open."),
            ephemera: ports.ephemera)
        let attending = live.presence.map { [NodeSignals.Attending(book: $0)] } ?? []
        let keys = try settings.remoteKeys.map {
            try KeyFetch($0, loops: loops, clock: clock, health: health, log: environment.log)
        }
        let stored = try StoredRoutes(loaded, settings.routes.prefix, preparation)
        let routes = NodeRoutes(
            settings: settings, tokens: keys?.tokens ?? CurrentTokens(settings.tokens), service: service, live: live,
            handle: log.handle, files: environment.files, clock: clock, stored: stored, health: health)
        let watch = LogWatch(
            store: storage.projections, events: storage.events,
            projections: loaded.assembly.checkpointNames, batcher: log.batcher,
            tailer: log.tailer, clock: clock, metrics: environment.metrics, log: environment.log)
        let probes = NodeHealth(health, watch: watch, tailer: log.tailer, clock: clock, log: environment.log)
        tls = try settings.edge.identity.map { identity in
            try ReloadableTLS(
                identities: [identity], protocols: ["http/1.1"],
                ticketKeys: TLSTicketKeys(period: settings.edge.ticketKeyPeriod, clock: clock))
        }
        let listeners = NodeListeners(
            settings: settings, environment: environment, health: health, tls: tls, rejections: rejections)
        let front = try listeners.front(try routes.router())
        let admin = try listeners.admin()
        servers = front
        group = ServiceGroup(
            [NodeServices.Storage(storage: storage)] + (shared.map { [$0] } ?? []) + (keys.map { [$0] } ?? [])
                + ports.services + attending + others + log.services + probes.services
                + (admin + front).map { listeners.service($0) },
            drainDeadline: settings.operation.drainDeadline, preStop: settings.operation.preStop, clock: clock,
            health: health, log: environment.log)
    }

    private static func operations(
        _ settings: NodeSettings, _ environment: Environment, _ loaded: LoadSchema.Loaded,
        _ rejections: MetricFamily<Counter>
    ) throws -> OperationWatch {
        OperationWatch(
            environment.metrics, rejections: rejections,
            names: try settings.documents.operationNames() + loaded.operations.map(\.name),
            slowAfter: settings.operation.slowOperation, log: environment.log,
            ids: TraceIDSource(ratio: settings.operation.traceRatio))
    }

    /// The Redis that the node shares with others, if there is one.
    private static func shared(
        _ settings: NodeSettings, _ environment: Environment, _ models: [any ReadModel.Type], _ secret: [UInt8],
        _ health: HealthRegistry
    ) throws -> SharedMemory? {
        guard settings.cache.redis != nil else { return nil }
        let rules = ChangedTags(models)
        return try SharedMemory(
            settings.cache, secret: secret, loops: environment.loops, rules: { rules.fingerprint(of: $0) },
            watch: RedisWatch(environment.metrics, health: health, log: environment.log))
    }

    /// Why one family: whoever turns something away, at the edge or behind it, counts in the same place.
    private static func rejections(_ metrics: MetricsRegistry) -> MetricFamily<Counter> {
        metrics.counters(
            "belvedere_rejected_total", help: "What was turned away, by reason.",
            labels: [("reason", .known(MeteredObserver.reasons + ErrorCode.allCases.map(\.rawValue)))])
    }

    /// Where clients reach the node once it runs.
    package var addresses: [SocketAddress] { servers.map(\.address) }

    /// Runs until it is drained.
    package func run() async throws -> ServiceGroup.Outcome { try await group.run() }
}
