import EventSourcing

/// `belvedere projections pause`.
enum ProjectionsPause: Command {
    static let path = ["projections", "pause"]
    static let summary = "Stop advancing a read model; it keeps answering with what it has"
    static let usage = "<name>"
    static let options = [ConfigurationArguments.option]
    static let example = "belvedere projections pause chat.messages"

    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode {
        let configuration = try ConfigurationArguments.load(&arguments)
        let words = try arguments.operands(1...1, what: "the name of a projection")
        return try await LogSession.run(configuration) { session in
            let name = try session.projection(words[0]).name
            let count = try await session.projectionAdministration.setPaused(true, name)
            console.say("\(count) generation(s) of \(name) paused.")
            return count > 0 ? .success : .failed
        }
    }
}
