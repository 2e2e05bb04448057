import Composition
import Configuration
import JSON
import Lifecycle

/// `belvedere query`: one operation, against the configured store or against a running gateway.
enum QueryCommand: Command {
    static let path = ["query"]
    static let summary = "Run one query or mutation and print the answer"
    static let usage = "'<document>' [--variables JSON] [--tenant T --user U | --token T] [--url URL]"
    static let options = [
        OptionHelp("--variables JSON", "the values of the operation's variables"),
        OptionHelp("--operation NAME", "which operation of the document"),
        OptionHelp("--tenant T", "whose data (default demo); with --user"),
        OptionHelp("--user U", "who asks; without it and without --token nobody does"),
        OptionHelp("--token T", "a token instead of tenant and user"),
        OptionHelp("--url URL", "ask a running gateway over HTTP, such as http://127.0.0.1:4000/graphql"),
        ConfigurationArguments.option, ConfigurationArguments.flags,
    ]
    static let example = "belvedere query '{ boards { nodes { title } } }' --tenant demo --user ann"

    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode {
        let configuration = try ConfigurationArguments.load(&arguments)
        let query = try QueryArguments(&arguments, console)
        let body: [UInt8]
        if let url = query.url {
            body = try await RemoteQuery.answer(query, at: url, configuration)
        } else {
            body = try await LocalQuery.answer(query, configuration)
        }
        console.write(body + [UInt8(ascii: "\n")])
        return code(of: body)
    }

    /// Success exactly if the answer is a GraphQL response without errors.
    static func code(of body: [UInt8]) -> ExitCode {
        guard let answer = try? JSONValue(parsing: body), answer["data"] != nil, answer["errors"] == nil else {
            return .failed
        }
        return .success
    }
}
