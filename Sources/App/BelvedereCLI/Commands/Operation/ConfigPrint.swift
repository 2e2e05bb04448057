import Configuration

/// `belvedere config print`: every key with the value that the server would use.
enum ConfigPrint: Command {
    static let path = ["config", "print"]
    static let summary = "Print every key with its value; secrets are not shown"
    static let usage = "[--origin] [--config <file>]"
    static let options = [
        OptionHelp("--origin", "say where each value comes from"), ConfigurationArguments.option,
        ConfigurationArguments.flags,
    ]
    static let example = "belvedere config print --origin"

    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode {
        let showsOrigins = arguments.flag("--origin")
        let configuration = try ConfigurationArguments.load(&arguments)
        try arguments.finish()
        console.write(ConfigurationText.listing(configuration, withOrigins: showsOrigins))
        return .success
    }
}
