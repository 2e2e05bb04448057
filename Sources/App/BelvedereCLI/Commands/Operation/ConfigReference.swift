import Composition
import Configuration

/// `belvedere config reference`: the reference of all keys, made from the table that the program reads by.
enum ConfigReference: Command {
    static let path = ["config", "reference"]
    static let summary = "Print the reference of all keys as Markdown"
    static let usage = ""
    static let example = "belvedere config reference > configuration.md"

    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode {
        try arguments.finish()
        console.write(ConfigurationText.reference(ConfigurationKeys.table))
        return .success
    }
}
