import Composition
import Configuration
import ContextKit
import Cryptography
import EventSourcing
import Gateway
import GraphQLLanguage
import GraphQLPlanning
import Lifecycle
import Networking
import Prelude

/// Runs one operation in a node without listeners, which works on the configured store for as long as it takes.
enum LocalQuery {
    /// Limit: how long read models may take to include what is in the log; longer than the lease of a node that died.
    private static let waitMilliseconds = 12_000

    static func answer(
        _ query: QueryArguments, _ configuration: Configuration
    ) async throws(CommandFailure) -> [UInt8] {
        do {
            return try await run(query, configuration)
        } catch let failure as CommandFailure {
            throw failure
        } catch let failure as LoadSchema.Failure {
            throw CommandFailure(failure.description, code: .configuration)
        } catch let faults as ConfigurationFaults {
            throw CommandFailure(faults.description, code: .configuration)
        } catch {
            throw CommandFailure("The store cannot be used: \(error)", code: .unavailable)
        }
    }

    private static func run(_ query: QueryArguments, _ configuration: Configuration) async throws -> [UInt8] {
        let stored = StorageSettings(configuration)
        let files = FileSource.preferred(stored.files)
        let models = try LoadSchema.load(files, Contexts.all).assembly.readModels
        var settings = try NodeSettings(configuration, secrets: NodeSecrets.open(in: OpenStorage.directory(stored)))
        settings.edge.listen = []
        settings.edge.admin = []
        let viewer = try viewer(query, settings)
        let loops = try EventLoopGroup(count: 1)
        let clock = SystemClock()
        let storage = try await OpenStorage.open(stored, files: files, models: models, loops: loops, clock: clock)
        let node = try Node(settings, Node.Environment(files: files, loops: loops, storage: storage, clock: clock))
        let running = Task { try await node.run() }
        let result: Result<[UInt8], any Error>
        do {
            let head = try await storage.events.head().cursor
            let answered = try await answer(query, viewer, node, head: head, loops.next())
            // Why: whoever asks next finds the read models as they are to be, and no lease that was begun.
            await settle(node, models, at: answered.written ?? head)
            result = .success(answered.body)
        } catch {
            result = .failure(error)
        }
        node.group.drain()
        _ = try await running.value
        return try result.get()
    }

    private static func settle(_ node: Node, _ models: [any ReadModel.Type], at cursor: Cursor) async {
        guard cursor.position > .start else { return }
        _ = await node.progress.waitUntil(
            models.identities.map(\.name), reached: cursor,
            deadline: SystemClock.now + .milliseconds(waitMilliseconds))
    }

    private static func viewer(_ query: QueryArguments, _ settings: NodeSettings) throws -> Viewer {
        if let token = query.token {
            let authenticator = Authenticator(
                tokens: CurrentTokens(settings.tokens),
                anonymous: Viewer(tenant: settings.anonymousTenant, actor: nil), clock: SystemClock())
            switch authenticator.viewer(token: Array(token.utf8)) {
            case .viewer(let viewer, _): return viewer
            case .refused(let reason): throw CommandFailure("The token is not accepted: \(reason).")
            }
        }
        guard let user = query.user else { return Viewer(tenant: settings.anonymousTenant, actor: nil) }
        guard let tenant = TenantID(query.tenant), let actor = ActorID(user) else {
            throw CommandFailure.usage("--tenant and --user take names without blanks.")
        }
        return Viewer(tenant: tenant, actor: actor)
    }

    private static func answer(
        _ query: QueryArguments, _ viewer: Viewer, _ node: Node, head: Cursor, _ loop: EventLoop
    ) async throws -> GraphQLService.Answer {
        let request = try ReadRequestBody.one(query.body)
        let operation: PreparedOperation
        do throws(Preparation.Refusal) {
            operation = try node.service.prepare(request)
        } catch {
            return GraphQLService.Answer(outcome: error.outcome, body: error.body)
        }
        guard operation.kind != .subscription else {
            throw CommandFailure.usage("A subscription needs a running gateway; a query or a mutation does not.")
        }
        var options = try RequestOptions(request)
        if head.position > .start {
            options.token = head
            options.waitMilliseconds = waitMilliseconds
            options.onTimeout = .stale
        }
        let chosen = options
        return await withUnsafeContinuation { (continuation: UnsafeContinuation<GraphQLService.Answer, Never>) in
            loop.execute {
                node.service.run(operation, request, chosen, viewer: viewer, on: loop) { answer in
                    continuation.resume(returning: answer)
                }
            }
        }
    }
}
