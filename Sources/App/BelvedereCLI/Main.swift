import Glibc

/// The one executable: `belvedere <command> …`.
@main
enum Main {
    static func main() async {
        // Why: a reader that has gone is an error of the write, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        exit(await run(Array(CommandLine.arguments.dropFirst()), Console()).rawValue)
    }

    static func run(_ arguments: [String], _ console: Console) async -> ExitCode {
        guard let (command, rest) = CommandTable.find(arguments) else {
            let words = arguments.filter { !$0.hasPrefix("-") }
            let wantsHelp = arguments.contains("--help") || arguments.contains("-h") || arguments == ["help"]
            if wantsHelp {
                console.write(HelpText.commands(under: words == ["help"] ? [] : words))
                return .success
            }
            if !words.isEmpty { console.say("Unknown command: \(words.joined(separator: " ")).") }
            console.say(HelpText.commands(under: Array(words.prefix(1))))
            return .usage
        }
        if rest.contains("--help") || rest.contains("-h") {
            console.write(HelpText.command(command))
            return .success
        }
        var reader = ArgumentReader(rest)
        do throws(CommandFailure) {
            return try await command.run(&reader, console)
        } catch {
            console.say(error.message)
            if error.code == .usage {
                console.say("Usage: belvedere \(command.path.joined(separator: " ")) \(command.usage)")
            }
            return error.code
        }
    }
}
