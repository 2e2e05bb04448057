import EventSourcing
import Glibc
import Lifecycle
import Prelude

/// `belvedere events export`: the log as lines of JSON on standard output, resumable after any of them.
enum EventsExport: Command {
    static let path = ["events", "export"]
    static let summary = "Write the log as lines of JSON"
    static let usage = "[--after POSITION] [filters]"
    static let options =
        [OptionHelp("--after POSITION", "go on after the position of the last line of an earlier export")]
        + EventFilterArguments.options + [ConfigurationArguments.option]
    static let example = "belvedere events export --after 120000 >> events.jsonl"

    /// How often progress is told.
    private static let interval = Duration.seconds(5)

    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode {
        let configuration = try ConfigurationArguments.load(&arguments)
        _ = arguments.flag("--json")
        let filter = try EventFilterArguments.take(&arguments)
        let after = try EventFilterArguments.position(try arguments.option("--after") ?? "0", "--after")
        try arguments.finish()
        return try await LogSession.run(configuration) { session in
            let isTerminal = isatty(STDERR_FILENO) == 1
            var told = session.clock.now
            let end = try await LogExport(session.events).run(
                after: after, filter: filter, write: { console.write($0) },
                progress: { progress in
                    guard session.clock.now - told >= (isTerminal ? .milliseconds(200) : interval) else { return }
                    told = session.clock.now
                    tell(progress, console, isTerminal: isTerminal)
                })
            if isTerminal { console.say("") }
            console.say("\(end.written) events up to position \(end.scanned).")
            return end.scanned >= end.head ? .success : .failed
        }
    }

    private static func tell(_ progress: LogExport.Progress, _ console: Console, isTerminal: Bool) {
        let line = "position \(progress.scanned) of \(progress.head), \(progress.written) events written"
        if isTerminal { console.sayOver(line) } else { console.say(line) }
    }
}

extension Console {
    /// Writes over the current line of a terminal.
    fileprivate func sayOver(_ text: String) {
        var line = "\r\u{1B}[K" + text
        line.withUTF8 { bytes in _ = Glibc.write(STDERR_FILENO, bytes.baseAddress, bytes.count) }
    }
}
