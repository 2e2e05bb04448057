import Composition
import Configuration
import EventSourcing
import Lifecycle

/// What `belvedere serve --demo` does before it serves: a little data, a token, and something to paste.
enum Demonstration {
    static func begin(_ node: Node, _ configuration: Configuration, _ console: Console) async throws {
        let clock = SystemClock()
        try await DemoData.write(through: node.handle, clock: clock)
        let token = try TokenMintCommand.mint(
            in: StorageSettings(configuration).directory, tenant: DemoData.tenant.text, user: DemoData.user.text,
            roles: [], scopes: [], hours: 12, clock: clock)
        let address = node.addresses.first.map { "\($0)" } ?? ""
        console.say(
            """

            The page:   http://\(address)/
            A token:    \(String(decoding: token, as: UTF8.self))

            curl http://\(address)/graphql -H "Authorization: Bearer $TOKEN" \\
                 -H 'Content-Type: application/json' \\
                 -d '{"query":"{ board(id: \\"welcome\\") { title notes { nodes { text author } } } }"}'
            """)
    }
}
