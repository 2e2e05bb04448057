import EventSourcing

/// `belvedere projections resume`.
enum ProjectionsResume: Command {
    static let path = ["projections", "resume"]
    static let summary = "Let a paused read model go on"
    static let usage = "<name>"
    static let options = [ConfigurationArguments.option]
    static let example = "belvedere projections resume chat.messages"

    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode {
        let configuration = try ConfigurationArguments.load(&arguments)
        let words = try arguments.operands(1...1, what: "the name of a projection")
        return try await LogSession.run(configuration) { session in
            let name = try session.projection(words[0]).name
            let count = try await session.projectionAdministration.setPaused(false, name)
            console.say("\(count) generation(s) of \(name) resumed.")
            return count > 0 ? .success : .failed
        }
    }
}
