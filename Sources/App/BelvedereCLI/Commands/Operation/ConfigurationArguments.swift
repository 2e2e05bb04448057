import Composition
import Configuration

/// The configuration that a command runs with.
enum ConfigurationArguments {
    static let option = OptionHelp("--config <file>", "KEY=value lines; also named by BELVEDERE_CONFIG")
    static let flags = OptionHelp("--<key> <value>", "any key of the reference, such as --server.listen :4000")

    /// Takes `--config` and every `--group.key` out of the arguments; all faults are one message.
    static func load(_ arguments: inout ArgumentReader) throws(CommandFailure) -> Configuration {
        let read = try source(&arguments)
        do throws(ConfigurationFaults) {
            return try read()
        } catch {
            throw CommandFailure(error.description, code: .configuration)
        }
    }

    /// The same, as a function that reads everything again each time it is called.
    static func source(
        _ arguments: inout ArgumentReader
    ) throws(CommandFailure) -> @Sendable () throws(ConfigurationFaults) -> Configuration {
        let environment = ConfigurationLoading.environment()
        let path = try arguments.option("--config") ?? environment["BELVEDERE_CONFIG"]
        let (flags, rest) = ConfigurationFlags.split(arguments.remaining, ConfigurationKeys.table)
        arguments = ArgumentReader(rest)
        return { () throws(ConfigurationFaults) in
            try ConfigurationLoading.load(file: path, environment: environment, flags: flags)
        }
    }
}
