import ContextKit
import Cryptography
import EventSourcing
import Gateway
import HTTP
import Lifecycle
import Server

/// What a node answers on which path.
struct NodeRoutes {
    let settings: NodeSettings
    /// What requests show is checked by these.
    let tokens: CurrentTokens
    let service: GraphQLService
    let live: LiveService
    let handle: HandleCommand
    let files: FileSource
    let clock: any Clock
    let stored: StoredRoutes
    let health: HealthRegistry

    func router() throws -> Router {
        let authenticator = Authenticator(
            tokens: tokens,
            anonymous: Viewer(tenant: settings.anonymousTenant, actor: nil), clock: clock)
        let cors = settings.edge.cors
        var sockets = SocketSettings()
        sockets.helloTimeout = settings.graphQL.initTimeout
        sockets.operationsMax = settings.graphQL.subscriptionsPerSocketMax
        sockets.compresses = settings.edge.compressesSockets
        let socket = SocketEndpoint(
            live, authenticator: authenticator,
            origins: settings.edge.socketOrigins, settings: sockets)
        let stream = StreamEndpoint(live, authenticator: authenticator, cors: cors)
        let endpoint = GraphQLEndpoint(
            service, authenticator: authenticator, profile: settings.graphQL.profile, cors: cors, socket: socket,
            stream: stream)
        let ingest = UsageIngestEndpoint(handle: handle, authenticator: authenticator, clock: clock)
        let methods: [HTTPMethod] = [.get, .post, .options, .put, .patch, .delete, .head]
        return Router(
            [
                Route("/graphql", methods, handler: endpoint),
                Route("/graphql/stream", methods, handler: stream),
                Route("/ws", [.get]) { socket.accept($0) },
                Route(
                    "/ingest/ai-usage", [.post], bodyBytesMax: UsageIngestEndpoint.bodyBytesMax, bodyMode: .streamed
                ) { ingest.respond(to: $0) },
            ] + (try page()) + keys() + stored.routes(service, authenticator: authenticator, cors: cors)
                + AdminRoutes.open(health: health),
            fallback: nil)
    }

    /// The public halves of the keys whose tokens are accepted, for whoever checks the same tokens elsewhere.
    private func keys() -> [Route] {
        guard let keys = settings.tokens?.keys else { return [] }
        let path = "/.well-known/jwks.json"
        let asset = StaticAsset(
            path: path, contentType: "application/jwk-set+json", bytes: keys.publicText())
        return [Route(path, [.get, .head], handler: StaticAssets([asset], fields: SecurityFields.page))]
    }

    /// The built-in page: three files in memory.
    private func page() throws -> [Route] {
        let found = try files.files(below: "Console", ending: "")
        let kinds: [(name: String, path: String, type: StaticString)] = [
            ("Console/console.html", "/", "text/html; charset=utf-8"),
            ("Console/console.css", "/console.css", "text/css; charset=utf-8"),
            ("Console/console.js", "/console.js", "text/javascript; charset=utf-8"),
        ]
        let assets = StaticAssets(
            kinds.compactMap { kind in
                found.first { $0.path == kind.name }.map {
                    StaticAsset(path: kind.path, contentType: kind.type, bytes: $0.bytes)
                }
            }, fields: SecurityFields.page)
        return [
            Route("/", [.get, .head], handler: assets), Route("/console.css", [.get, .head], handler: assets),
            Route("/console.js", [.get, .head], handler: assets),
        ]
    }
}
