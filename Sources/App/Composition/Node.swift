import ContextKit
import Cryptography
import EventSourcing
import Gateway
import GraphQLSchema
import HTTP
import Lifecycle
import Networking
import Server

/// One running gateway: its stores, the machinery that follows the log, and its listener.
package struct Node: Sendable {
    package let group: ServiceGroup
    package let server: HTTPServer
    package let service: GraphQLService
    package let handle: HandleCommand
    package let progress: ReadModelProgress
    private let loops: EventLoopGroup

    /// Where the node can be reached once it runs.
    package var address: SocketAddress { server.address }

    package init(
        _ settings: NodeSettings, files: FileSource, contexts: [any BoundedContext.Type] = Contexts.all,
        loops: EventLoopGroup, storage: NodeStorage, clock: any Clock = SystemClock()
    ) throws {
        let loaded = try LoadSchema.load(files, contexts)
        self.loops = loops
        let log = LogMachinery(
            storage: storage, models: loaded.assembly.readModels, cacheBytesMax: settings.cacheBytesMax,
            clock: clock)
        handle = log.handle
        progress = log.progress
        let services = ContextServices(
            reader: storage.reader, signer: try CursorSigner(settings.cursorKey.span), positions: log.positions,
            handle: log.handle, cache: log.cache, newCommandID: { CommandID(NewIdentifier.make(clock)) })
        let bindings = loaded.assembly.wire(loaded.schema, services)
        let preparation = Preparation(schema: loaded.schema, bindings: bindings, limits: settings.limits)
        service = GraphQLService(
            preparation: preparation, limits: settings.limits, services: services, clock: clock)
        var configuration = HTTPServer.Configuration(address: settings.address)
        configuration.limits = settings.server
        let live = LiveService(
            graphQL: service, assembly: loaded.assembly, tailer: log.tailer, loops: loops.loops)
        let routes = NodeRoutes(
            settings: settings, service: service, live: live, files: files, clock: clock)
        server = try HTTPServer(configuration, router: try routes.router(), loops: loops.loops)
        group = ServiceGroup(
            [NodeServices.Storage(storage: storage)] + log.services
                + [NodeServices.Listener(name: "http", server: server, drainTimeout: settings.drainTimeout)],
            drainDeadline: settings.drainTimeout + .seconds(5), clock: clock)
    }

    /// Runs until it is drained; the loops stop last.
    package func run() async throws -> ServiceGroup.Outcome {
        try await group.run()
    }
}
