import Composition
import Configuration
import ContextKit
import Cryptography
import Glibc
import HTTP
import HTTPClient
import JSON
import Lifecycle
import Networking
import Prelude
import Telemetry
import Testing

/// A whole gateway on a free port with a store of its own, and a client that talks to it over a real socket.
struct RunningNode: Sendable {
    enum Store: String, CaseIterable, Sendable {
        case sqlite, postgres

        /// Where `make test` has started a PostgreSQL.
        static let postgresConninfo = getenv("BELVEDERE_TEST_POSTGRES").map { String(cString: $0) }
        static var available: [Store] { postgresConninfo == nil ? [.sqlite] : allCases }
    }

    /// An answer, with its body read as JSON where it is some.
    struct Answer: Sendable {
        let status: Int
        let fields: [(name: String, value: String)]
        let body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }
        var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }
        func field(_ name: String) -> String? {
            fields.first { $0.name.lowercased() == name.lowercased() }?.value
        }
    }

    let node: Node
    let storage: NodeStorage
    let port: UInt16
    let directory: String
    let secrets: NodeSecrets
    let client: HTTPClient
    let sockets: WebSocketClient

    static let root = "/" + #filePath.split(separator: "/").dropLast(5).joined(separator: "/")

    /// Runs the body beside a node; flags are configuration keys with their values. Nodes with one `schema` share their
    /// PostgreSQL. `through` may put something between the node and its stores; `isBesideAnother` is for the second
    /// node of one test, which must not wait for a place that the first one keeps.
    static func run(
        on store: Store = .sqlite, _ flags: [(name: String, value: String)] = [], schema: String? = nil,
        log: Log = .silent, isBesideAnother: Bool = false,
        through: @escaping @Sendable (NodeStorage) -> NodeStorage = { $0 },
        _ body: (RunningNode) async throws -> Void
    ) async throws {
        if !isBesideAnother { await NodeGate.shared.enter() }
        defer { if !isBesideAnother { NodeGate.shared.leave() } }
        let directory = "/tmp/belvedere-node-\(UInt64.random(in: 0 ... .max))"
        mkdir(directory, 0o700)
        defer { remove(directory) }
        var all = [
            ("server.listen", "127.0.0.1:0"), ("server.admin_listen", ""), ("storage.directory", directory),
            ("storage.files", root),
            // Why so patient: a hundred suites share the cores, and what is tested is the order, not the pace.
            ("graphql.consistency_wait", "30s"), ("graphql.request_timeout", "60s"),
            ("accounts.password_memory", "64KiB"), ("accounts.password_passes", "1"),
        ]
        if store == .postgres, let conninfo = Store.postgresConninfo {
            let schema = schema ?? newSchema()
            all += [("storage.postgres", conninfo), ("storage.schema", schema)]
        }
        all += flags
        let configuration = try ConfigurationLoading.load(
            file: nil, environment: [:], flags: all.map { (name: $0.0, value: $0.1) })
        try await run(configuration, directory, log, through, body)
    }

    /// The name of a PostgreSQL schema that no other test uses.
    static func newSchema() -> String { "n\(getpid())_\(UInt32.random(in: 0 ... .max))" }

    private static func run(
        _ configuration: Configuration, _ directory: String, _ log: Log,
        _ through: @Sendable (NodeStorage) -> NodeStorage, _ body: (RunningNode) async throws -> Void
    ) async throws {
        let files = FileSource.directory(root)
        let secrets = try NodeSecrets.open(in: directory)
        let settings = try NodeSettings(configuration, secrets: secrets)
        let loops = try EventLoopGroup(count: 1)
        let storage = try await OpenStorage.open(
            StorageSettings(configuration), files: files,
            models: try LoadSchema.load(files, Contexts.all).assembly.readModels,
            loops: loops, clock: SystemClock())
        let node = try Node(
            settings, Node.Environment(files: files, loops: loops, storage: through(storage), log: log))
        let running = Task { try await node.run() }
        let workers = try WorkerPool(name: "resolver", threads: 1, queueMax: 16)
        let connector = Connector(resolver: Resolver(pool: workers))
        // Why so patient: a hundred suites share the cores, and none of them is about the pace of the others.
        var patience = ClientSettings()
        (patience.firstByteTimeout, patience.wholeTimeout) = (.seconds(60), .seconds(90))
        // Longer than the others, so that a busy machine is not taken for a silent connection.
        patience.idleTimeout = .seconds(120)
        let client = HTTPClient(connector, loops: loops, settings: patience)
        let started = RunningNode(
            node: node, storage: storage, port: node.addresses.first?.port ?? 0, directory: directory, secrets: secrets,
            client: client,
            sockets: WebSocketClient(connector, loops: loops))
        let outcome: Result<Void, any Error>
        do {
            try await body(started)
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        client.closeIdle()
        node.group.drain()
        _ = try await running.value
        await stopped(loops, workers)
        try outcome.get()
    }

    /// Joins the threads from a thread of its own, because a loop cannot wait for its own end.
    private static func stopped(_ loops: EventLoopGroup, _ workers: WorkerPool) async {
        await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
            _ = try? DedicatedThread(name: "stop") {
                loops.stop()
                workers.stop()
                continuation.resume()
            }
        }
    }

    private static func remove(_ directory: String) {
        for file in (try? FileSource.directory(directory).files(below: ".", ending: "")) ?? [] {
            unlink(directory + "/" + file.path)
        }
        rmdir(directory)
    }

    /// A token for a user of a tenant.
    func token(_ user: String = "ann", tenant: String = "demo", roles: [String] = [], lasts seconds: Int64 = 3_600)
        -> String
    {
        let now = SystemClock().wallTime.microseconds / 1_000_000
        let claims = TokenClaims(
            issuer: NodeSecrets.issuer, audience: [NodeSecrets.audience], subject: user, tenant: tenant,
            expiresAt: now + seconds, roles: roles)
        return String(decoding: TokenMint(secrets.tokenKey)?.token(for: claims) ?? [], as: UTF8.self)
    }

    /// A token whose rights end so many seconds from now: it is past its own end, by nearly as much as is allowed for.
    func token(endsIn seconds: Int64) -> String { token(lasts: seconds - TokenRules.leewaySeconds) }

    func send(
        _ method: HTTPMethod, _ path: String, _ fields: [(String, String)] = [], body: [UInt8] = []
    ) async throws -> Answer {
        let address = try #require(WebAddress("http://127.0.0.1:\(port)\(path)"))
        var sent = ResponseFields()
        for (name, value) in fields { try sent.add(name: name, value) }
        let response = try await client.send(ClientRequest(method, address, fields: sent, body: body))
        return Answer(
            status: Int(response.status.rawValue), fields: response.head.pairs, body: response.body)
    }

    /// Posts an operation as a signed-in user, or as nobody.
    func graphQL(
        _ query: String, variables: JSONValue = .null, extensions: JSONValue = .null, as user: String? = "ann",
        roles: [String] = [], tenant: String = "demo", _ more: [(String, String)] = []
    ) async throws -> JSONValue {
        var fields = [("Content-Type", "application/json")] + more
        if let user { fields.append(("Authorization", "Bearer " + token(user, tenant: tenant, roles: roles))) }
        let body: JSONValue = ["query": .string(query), "variables": variables, "extensions": extensions]
        return try await send(.post, "/graphql", fields, body: body.bytes).json
    }
}
