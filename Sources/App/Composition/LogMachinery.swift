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
        storage: NodeStorage, models: [any ReadModel.Type], processes: [ProcessRecipe] = [], cacheBytesMax: Int,
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
        let local = LocalModels()
        let tags = TagClock()
        let cache = QueryCache(
            bytesMax: cacheBytesMax, tags: tags, clock: clock, knowsChanges: { local.contains($0) })
        let liveChanges = LiveChanges(tags)
        live = LiveModels(liveChanges, tailer: tailer, progress: progress, isTold: { local.contains($0) })
        let changedTags = ChangedTags(models)
        changes.observe { notice in
            let changed = changedTags.tags(of: notice.rows)
            cache.note(changed, at: notice.cursor.position)
            liveChanges.note(changed, at: notice.cursor.position)
        }
        self.cache = cache
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
            NodeServices.Loop(name: "local-models") {
                while true {
                    if local.update(host.statuses) {
                        cache.forget(before: tailer.status.head?.position ?? .start)
                        liveChanges.noteGap()
                    }
                    try await clock.sleep(for: LocalModels.interval)
                }
            },
        ]
        services += processes.map { process in
            let commands = ProcessCommands(handle, as: ActorID(validated: "belvedere"), clock: clock, ports: ports)
            let context = ProcessContext(
                node: node, streams: ProcessStreams(store: storage.events, batcher: batcher, clock: clock),
                store: storage.projections, source: TailerSource(tailer), dispatcher: process.dispatcher(commands),
                clock: clock, sealing: sealing, failed: { Self.tell($0, log) })
            return NodeServices.Loop(name: "process \(process.kind)") { try await process.run(context) }
        }
        if let retention = commandRetention, let commands = storage.commands {
            let sweep = CommandSweep(storage.events, commands, retention: retention, clock: clock) { error in
                log.warning("Old commands cannot be forgotten.", ["reason": "\(error)"])
            }
            services.append(NodeServices.Loop(name: "command-sweep") { try await sweep.run() })
        }
        self.services = services
    }

    private static func tell(_ failure: ProcessFailure, _ log: Log) {
        var fields: LogFields = [
            "kind": LogValue(failure.kind), "work": LogValue(failure.work.word), "times": LogValue(failure.count),
            "reason": LogValue("\(failure.error)"),
        ]
        if case .step(let id) = failure.work { fields.list.append((name: "process", value: LogValue(id))) }
        log.warning("Processes are not moved on.", fields)
    }
}
