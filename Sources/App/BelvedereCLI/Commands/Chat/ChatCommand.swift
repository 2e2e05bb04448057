import Composition
import HTTP
import HTTPClient
import Lifecycle

/// `belvedere chat`: talks in one chat from a terminal, by what every client may use.
enum ChatCommand: Command {
    static let path = ["chat"]
    static let summary = "Talk in a chat: lines that you write are sent, what others write appears"
    static let usage = "--as USER [--tenant T] [--url URL] [--watch] CHAT"
    static let options = [
        OptionHelp("--as USER", "who you are; the token is signed with the node's own key"),
        OptionHelp("--token T", "a token instead of a user and a tenant"),
        OptionHelp("--tenant T", "whose data (default demo)"),
        OptionHelp("--url URL", "where the gateway is (default http://127.0.0.1:4000/graphql)"),
        OptionHelp("--watch", "only watch; standard input is left alone"),
        ConfigurationArguments.option, ConfigurationArguments.flags,
    ]
    static let example = "belvedere chat --as ann welcome"

    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode {
        let configuration = try ConfigurationArguments.load(&arguments)
        let user = try arguments.option("--as")
        let given = try arguments.option("--token")
        let tenant = try arguments.option("--tenant") ?? "demo"
        let url = try arguments.option("--url") ?? "http://127.0.0.1:4000/graphql"
        let isWatching = arguments.flag("--watch")
        let chat = try arguments.operands(1...1, what: "the id of a chat")[0]
        guard let address = WebAddress(url) else { throw .usage("\(url) is no address of the web.") }
        let token: String
        if let given {
            token = given
        } else if let user {
            token = try mint(for: user, of: tenant, in: StorageSettings(configuration).directory)
        } else {
            throw .usage("Say who you are: --as USER or --token T.")
        }
        return try await ChatClient(
            chat: chat, address: address, token: token, isWatching: isWatching, clock: SystemClock(),
            console: console
        ).run()
    }

    private static func mint(
        for user: String, of tenant: String, in directory: String
    ) throws(CommandFailure) -> String {
        do {
            let token = try TokenMintCommand.mint(
                in: directory, tenant: tenant, user: user, roles: [], scopes: [], hours: 12, clock: SystemClock())
            return String(decoding: token, as: UTF8.self)
        } catch {
            throw CommandFailure("\(error)", code: .configuration)
        }
    }
}
