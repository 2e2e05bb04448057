import EventSourcing

/// `belvedere events stream`: every event of one stream, oldest first.
enum EventsStream: Command {
    static let path = ["events", "stream"]
    static let summary = "Show the events of one stream"
    static let usage = "[--json] <tenant> <stream>"
    static let options = [OptionHelp("--json", "one JSON object a line"), ConfigurationArguments.option]
    static let example = "belvedere events stream demo order:7"

    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode {
        let configuration = try ConfigurationArguments.load(&arguments)
        let asJSON = arguments.flag("--json")
        let words = try arguments.operands(2...2, what: "a tenant and a stream")
        guard let tenant = TenantID(words[0]) else { throw .usage("\(words[0]) is no tenant.") }
        guard let stream = StreamName(words[1]) else { throw .usage("A stream has a name such as order:7.") }
        return try await LogSession.run(configuration) { session in
            var version = StreamVersion.empty
            while true {
                let page = try await session.events.read(
                    StreamQuery(stream, in: tenant, .forwards(after: version)))
                switch page.state {
                case .absent: throw CommandFailure("There is no stream \(stream) in \(tenant).")
                case .closed: throw CommandFailure("The stream \(stream) has ended at version \(page.version).")
                case .open: break
                }
                for event in page.events {
                    let isRead =
                        asJSON ? console.write(EventLine.line(event)) : console.write(EventLine.summary(event) + "\n")
                    if !isRead { return .success }
                    version = event.version
                }
                if !page.hasMore { return .success }
            }
        }
    }
}
