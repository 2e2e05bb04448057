import EventSourcing

/// `belvedere events show`: one event with everything that is known of it.
enum EventsShow: Command {
    static let path = ["events", "show"]
    static let summary = "Show one event"
    static let usage = "<position>"
    static let options = [ConfigurationArguments.option]
    static let example = "belvedere events show 42"

    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode {
        let configuration = try ConfigurationArguments.load(&arguments)
        _ = arguments.flag("--json")
        let words = try arguments.operands(1...1, what: "a position")
        let position = try EventFilterArguments.position(words[0], "The first operand")
        return try await LogSession.run(configuration) { session in
            let query = LogQuery(after: position.advanced(by: -1), limit: 1)
            guard position > .start, let event = try await session.events.read(query).events.first else {
                throw CommandFailure("There is no event at position \(position).")
            }
            console.write(EventLine.line(event))
            return .success
        }
    }
}
