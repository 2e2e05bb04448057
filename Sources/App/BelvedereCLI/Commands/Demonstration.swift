import Composition
import Configuration
import EventSourcing
import Lifecycle
import Networking

/// What `belvedere serve --demo` does before it serves: a little data, a token, and something to paste.
enum Demonstration {
    /// What a browser on this machine is given for an address that stands for all of its addresses.
    private static func reachable(_ address: SocketAddress) -> String {
        let isEvery = address == .anyAddress(port: address.port)
        return "\(isEvery ? .loopback(port: address.port) : address)"
    }

    static func begin(_ node: Node, _ configuration: Configuration, _ console: Console) async throws {
        let clock = SystemClock()
        try await DemoData.write(through: node.handle, clock: clock)
        let token = try TokenMintCommand.mint(
            in: StorageSettings(configuration).directory, tenant: DemoData.tenant.text, user: DemoData.user.text,
            roles: [], scopes: [], hours: 12, clock: clock)
        let address = node.addresses.first.map(reachable) ?? ""
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
