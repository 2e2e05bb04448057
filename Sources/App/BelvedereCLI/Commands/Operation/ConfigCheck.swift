import Composition
import Configuration

/// `belvedere config check`: reads everything that the server would read, and says all that is wrong.
enum ConfigCheck: Command {
    static let path = ["config", "check"]
    static let summary = "Check the configuration without starting anything"
    static let usage = "[--config <file>]"
    static let options = [ConfigurationArguments.option, ConfigurationArguments.flags]
    static let example = "belvedere config check --config /etc/belvedere.env"

    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode {
        let configuration = try ConfigurationArguments.load(&arguments)
        try arguments.finish()
        do throws(ConfigurationFaults) {
            _ = try EdgeSettings(configuration)
            _ = try OperationSettings(configuration)
            _ = try AuthSettings(configuration)
            _ = try DocumentSettings(configuration)
        } catch {
            throw CommandFailure(error.description, code: .configuration)
        }
        console.say("The configuration is good: \(configuration.table.keys.count) keys.")
        return .success
    }
}
