import EventSourcing
import Lifecycle

/// `belvedere projections rebuild`: a new generation catches up beside the old one and takes its place.
enum ProjectionsRebuild: Command {
    static let path = ["projections", "rebuild"]
    static let summary = "Rebuild a read model from the log, without downtime"
    static let usage = "[--wait] <name>"
    static let options = [
        OptionHelp("--wait", "tell the progress until it has taken its place"),
        OptionHelp("--discard", "drop generations that were replaced instead"), ConfigurationArguments.option,
    ]
    static let example = "belvedere projections rebuild --wait chat.messages"

    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode {
        let configuration = try ConfigurationArguments.load(&arguments)
        let (waits, discards) = (arguments.flag("--wait"), arguments.flag("--discard"))
        let words = try arguments.operands(1...1, what: "the name of a projection")
        return try await LogSession.run(configuration) { session in
            let projection = try session.projection(words[0])
            let rebuild = Rebuild(store: session.readModels, log: session.events)
            if discards {
                console.say("\(try await rebuild.discard(projection.name)) generation(s) dropped.")
                return .success
            }
            let generation = try await rebuild.start(projection)
            console.say("Generation \(generation) is being built by the nodes that run.")
            while waits {
                guard
                    let progress = try await rebuild.progress(of: projection.name)
                        .first(where: { $0.generation == generation })
                else { break }
                console.say("position \(progress.position) of \(progress.head) (\(Int(progress.share * 100)) %)")
                try await session.clock.sleep(for: .seconds(1))
            }
            return .success
        }
    }
}
