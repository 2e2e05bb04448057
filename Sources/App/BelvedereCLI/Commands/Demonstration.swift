import Composition
import Configuration
import EventSourcing
import Lifecycle
import Networking

/// What `belvedere serve --demo` does beside serving: a tenant with data, two tokens, and something to paste.
enum Demonstration {
    /// Three weeks of a company whose few hundred people ask six bots.
    private static let plan = UsagePlan(usages: 200_000, days: 21, seed: 1)
    /// Limit: how long the read models are waited for before the tokens are shown.
    private static let patience = Duration.seconds(120)

    /// What a browser on this machine is given for an address that stands for all of its addresses.
    private static func reachable(_ address: SocketAddress) -> String {
        let isEvery = address == .anyAddress(port: address.port)
        return "\(isEvery ? .loopback(port: address.port) : address)"
    }

    static func begin(_ node: Node, _ configuration: Configuration, _ console: Console) async throws {
        let clock = SystemClock()
        let start = clock.now
        try await DemoData.write(through: node.handle, clock: clock)
        // First of all: who waits for the usage can look around meanwhile.
        console.say(try welcome(node, configuration, clock))
        try await writeUsage(to: node, console, clock)
        console.say("Everything is there after \(seconds(clock.now - start)) s.")
    }

    private static func welcome(
        _ node: Node, _ configuration: Configuration, _ clock: SystemClock
    ) throws -> String {
        func token(_ user: String, _ roles: [String]) throws -> String {
            String(
                decoding: try TokenMintCommand.mint(
                    in: StorageSettings(configuration).directory, tenant: DemoData.tenant.text, user: user,
                    roles: roles, scopes: [], hours: 12, clock: clock), as: UTF8.self)
        }
        let address = node.addresses.first.map(reachable) ?? ""
        let viewer = try token(DemoData.user.text, [])
        let admin = try token("admin", ["admin"])
        return """

            The page:               http://\(address)/
            A viewer's token:       \(viewer)
            An administrator's:     \(admin)

            curl http://\(address)/graphql -H "Authorization: Bearer \(admin)" \
                 -H 'Content-Type: application/json' \
                 -d '{"query":"{ userTokenStats(userId: \\"user-1\\") { requests totalTokens amount byModel { model amount } } }"}'

            """
    }

    /// Writes what is missing of the plan and waits until the read models have it.
    private static func writeUsage(to node: Node, _ console: Console, _ clock: SystemClock) async throws {
        let progress = ProgressLine(console, clock: clock)
        let generator = DemoUsage(node.events, tenant: DemoData.tenant, clock: clock)
        try await generator.write(plan) { progress.tell($0, of: plan.usages, "usages written") }
        progress.end("\(plan.usages) usages are in the log; the read models are taking them in …")
        let head = try await node.events.head().cursor
        _ = await node.progress.waitUntil(node.modelNames, reached: head, deadline: clock.now + patience)
    }

    private static func seconds(_ duration: Duration) -> String {
        let tenths = duration / .milliseconds(100)
        return "\(Int(tenths) / 10).\(Int(tenths) % 10)"
    }
}
