import EventSourcing
import Lifecycle

/// `belvedere events tail`: the newest events, and with `--follow` those that come.
enum EventsTail: Command {
    static let path = ["events", "tail"]
    static let summary = "Show the newest events, and follow the log"
    static let usage = "[--follow] [--count N] [--after POSITION] [--json] [filters]"
    static let options =
        [
            OptionHelp("--follow", "go on until interrupted"),
            OptionHelp("--count N", "how many positions to go back (default 20)"),
            OptionHelp("--after POSITION", "begin after this position or cursor instead"),
            OptionHelp("--json", "one JSON object a line"),
        ] + EventFilterArguments.options + [ConfigurationArguments.option]
    static let example = "belvedere events tail --follow --category order"

    /// How often the log is looked at while nothing comes.
    private static let pause = Duration.milliseconds(250)

    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode {
        let configuration = try ConfigurationArguments.load(&arguments)
        let follows = arguments.flag("--follow")
        let asJSON = arguments.flag("--json")
        let filter = try EventFilterArguments.take(&arguments)
        let after = try arguments.option("--after")
        guard let count = Int64(try arguments.option("--count") ?? "20"), count >= 0 else {
            throw .usage("--count takes a number.")
        }
        try arguments.finish()
        let start: GlobalPosition? = if let after { try EventFilterArguments.position(after, "--after") } else { nil }
        return try await LogSession.run(configuration) { session in
            let head = try await session.events.head()
            var position = start ?? GlobalPosition(max(head.expired.number, head.position.number - count))
            while true {
                let page = try await session.events.read(LogQuery(after: position, filter: filter))
                for event in page.events {
                    let isRead =
                        asJSON ? console.write(EventLine.line(event)) : console.write(EventLine.summary(event) + "\n")
                    if !isRead { return .success }
                }
                position = max(position, page.scanned)
                guard page.isAtHead else { continue }
                if !follows { return .success }
                try await session.clock.sleep(for: pause)
            }
        }
    }
}
