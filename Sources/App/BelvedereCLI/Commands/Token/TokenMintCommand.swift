import Composition
import Cryptography
import Lifecycle
import Prelude

/// `belvedere token mint`: makes a token for development, signed with the node's own key.
enum TokenMintCommand: Command {
    static let path = ["token", "mint"]
    static let summary = "Make a token for development."
    static let usage = "--tenant T --user U [--role R]… [--scope S]… [--hours N] [--data DIR]"
    static let options = [
        OptionHelp("--tenant T", "whose data the token opens (default demo)"),
        OptionHelp("--user U", "who holds it (default dev)"),
        OptionHelp("--role R", "a role; may be repeated"),
        OptionHelp("--scope S", "a scope; may be repeated"),
        OptionHelp("--hours N", "how long it is good for (default 12)"),
        OptionHelp("--data DIR", "where the embedded node keeps its secrets (default ./data)"),
    ]
    static let example = "belvedere token mint --tenant demo --user ann"

    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode {
        let data = try arguments.option("--data") ?? "data"
        let tenant = try arguments.option("--tenant") ?? "demo"
        let user = try arguments.option("--user") ?? "dev"
        let roles = try arguments.options("--role")
        let scopes = try arguments.options("--scope")
        let hours = try arguments.option("--hours") ?? "12"
        try arguments.finish()
        guard let hours = Int64(hours), (1...8_760).contains(hours) else {
            throw .usage("--hours takes a number from 1 to 8760.")
        }
        let token: [UInt8]
        do {
            token = try mint(
                in: data, tenant: tenant, user: user, roles: roles, scopes: scopes, hours: hours,
                clock: SystemClock())
        } catch {
            throw CommandFailure("\(error)", code: .configuration)
        }
        return console.write(String(decoding: token, as: UTF8.self) + "\n") ? .success : .failed
    }

    static func mint(
        in data: String, tenant: String, user: String, roles: [String], scopes: [String], hours: Int64,
        clock: any Clock
    ) throws -> [UInt8] {
        let secrets = try NodeSecrets.open(in: data)
        guard let mint = TokenMint(secrets.tokenKey) else {
            throw NodeSecrets.Failure(path: data, reason: "the key cannot sign")
        }
        let now = clock.wallTime.microseconds / 1_000_000
        return mint.token(
            for: TokenClaims(
                issuer: NodeSecrets.issuer, audience: [NodeSecrets.audience], subject: user, tenant: tenant,
                expiresAt: now + hours * 3_600, issuedAt: now, roles: roles, scopes: scopes))
    }
}
