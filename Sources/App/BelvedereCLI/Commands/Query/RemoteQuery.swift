import Composition
import Configuration
import HTTP
import HTTPClient
import Lifecycle
import Networking

/// Sends one request to a running gateway.
enum RemoteQuery {
    static func answer(
        _ query: QueryArguments, at url: String, _ configuration: Configuration
    ) async throws(CommandFailure) -> [UInt8] {
        guard let address = WebAddress(url) else { throw .usage("\(url) is no address of the web.") }
        do {
            var fields = ResponseFields()
            try fields.add(name: "Content-Type", "application/json")
            try fields.add(name: "Accept", "application/graphql-response+json, application/json")
            if let token = try token(query, configuration) {
                try fields.add(name: "Authorization", "Bearer " + token)
            }
            let loops = try EventLoopGroup(count: 1)
            let workers = try WorkerPool(name: "resolver", threads: 1, queueMax: 16)
            let client = HTTPClient(Connector(resolver: Resolver(pool: workers)), loops: loops)
            defer { client.closeIdle() }
            return try await client.send(ClientRequest(.post, address, fields: fields, body: query.body)).body
        } catch {
            throw CommandFailure("\(url) does not answer: \(error)", code: .unavailable)
        }
    }

    /// The given token, or one signed with the node's own key for the user that was named.
    private static func token(_ query: QueryArguments, _ configuration: Configuration) throws -> String? {
        if let token = query.token { return token }
        guard let user = query.user else { return nil }
        let token = try TokenMintCommand.mint(
            in: StorageSettings(configuration).directory, tenant: query.tenant, user: user, roles: [], scopes: [],
            hours: 1, clock: SystemClock())
        return String(decoding: token, as: UTF8.self)
    }
}
