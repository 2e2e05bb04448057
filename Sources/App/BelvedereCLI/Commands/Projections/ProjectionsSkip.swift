import EventSourcing

/// `belvedere projections skip`: the node that works on the projection does it within seconds.
enum ProjectionsSkip: Command {
    static let path = ["projections", "skip"]
    static let summary = "Leave out the poisonous event of a lane and go on behind it"
    static let usage = "<name> (--lane <lane> | --all)"
    static let options = [
        OptionHelp("--lane <lane>", "the lane, as `projections list --parked` shows it"),
        OptionHelp("--all", "every lane"), ConfigurationArguments.option,
    ]
    static let example = "belvedere projections skip chat.messages --lane demo/chat:7"

    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode {
        let configuration = try ConfigurationArguments.load(&arguments)
        let lane = try arguments.option("--lane")
        let isAll = arguments.flag("--all")
        let words = try arguments.operands(1...1, what: "the name of a projection")
        guard isAll != (lane != nil) else { throw .usage("Say either --lane or --all.") }
        return try await LogSession.run(configuration) { session in
            let name = try session.projection(words[0]).name
            let count = try await session.projectionAdministration.judge(name, lane: lane, verdict: .skip)
            console.say("\(count) parked event(s) of \(name) marked.")
            return count > 0 ? .success : .failed
        }
    }
}
