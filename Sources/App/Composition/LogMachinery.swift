import ContextKit
import EventSourcing
import Gateway
import Lifecycle
import Prelude
import Telemetry

/// What follows the log on a node: batcher, tailer, projections, and those who wait for them.
struct LogMachinery: Sendable {
    let handle: HandleCommand
    let tailer: Tailer
    let progress: ReadModelProgress
    let changes: ChangeFeed
    let cache: QueryCache
    let live: LiveModels
    let positions: NodePositions
    let batcher: Batcher
    let services: [any Service]

    init(
        storage: NodeStorage, models: [any ReadModel.Type], processes: [ProcessRecipe] = [],
        cache settings: CacheSettings, shared: SharedMemory? = nil, metrics: MetricsRegistry? = nil,
        ports: Ports = Ports(), sealing: EventSealing? = nil, node name: NodeID?, clock: any Clock,
        commandRetention: Duration? = nil, log: Log = .silent
    ) {
        let node = name ?? NodeID("node-\(NewIdentifier.make(clock).text)") ?? "node"
        let tailer = Tailer(store: storage.events, clock: clock)
        let batcher = Batcher(store: WakingStore(storage.events, tailer), clock: clock)
        let progress = ReadModelProgress(store: storage.projections, clock: clock)
        let changes = ChangeFeed()
        let host = ProjectionHost(
            models.projections + (processes.isEmpty ? [] : [ProcessIndex()]),
            context: ProjectionContext(
                node: node, store: storage.projections, reader: storage.events, source: TailerSource(tailer),
                clock: clock, changes: changes,
                progress: progress, sealing: sealing))
        let told = ModelChanges(models)
        let knowledge = ModelKnowledge(told.coverage, progress, staleMax: settings.staleMax)
        cache = QueryCache(
            bytesMax: settings.bytesMax, tags: told.tags, models: knowledge, shared: shared?.cache, clock: clock,
            meter: metrics.map { CacheMeter($0) })
        live = LiveModels(
            told.live, tailer: tailer, progress: progress, isTold: { knowledge.complete($0) != nil })
        told.follow(changes, progress, sharing: shared)
        let watch = ModelWatch(
            models.identities.map(\.name), knowledge: knowledge, host: host, changes: told.live,
            broadcast: shared?.broadcast, clock: clock)
        self.batcher = batcher
        self.tailer = tailer
        self.progress = progress
        self.changes = changes
        let handle = HandleCommand(
            store: storage.events, batcher: batcher, snapshots: storage.snapshots, sealing: sealing, clock: clock)
        self.handle = handle
        positions = NodePositions(progress: progress, tailer: tailer, models: models.identities)
        var services: [any Service] = [
            NodeServices.Loop(name: "batcher") { try await batcher.run() },
            NodeServices.Loop(name: "tailer") { try await tailer.run() },
            NodeServices.Loop(name: "progress") { try await progress.run() },
            NodeServices.Loop(name: "projections") { try await host.run() },
            NodeServices.Loop(name: "model-watch") { try await watch.run() },
        ]
        let processing = ProcessServices(
            node: node, handle: handle, batcher: batcher, tailer: tailer, storage: storage, ports: ports,
            sealing: sealing, clock: clock, log: log)
        services += processes.map(processing.service)
        if let retention = commandRetention, let commands = storage.commands {
            let sweep = CommandSweep(storage.events, commands, retention: retention, clock: clock) { error in
                log.warning("Old commands cannot be forgotten.", ["reason": "\(error)"])
            }
            services.append(NodeServices.Loop(name: "command-sweep") { try await sweep.run() })
        }
        self.services = services
    }
}
