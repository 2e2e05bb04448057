import EventSourcing

/// `belvedere sagas resume`: a parked process tries its open steps again.
enum SagasResume: Command {
    static let path = ["sagas", "resume"]
    static let summary = "Let a parked process go on"
    static let usage = ProcessArguments.usage
    static let options = [ConfigurationArguments.option]
    static let example = "belvedere sagas resume demo order-fulfilment 7"

    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode {
        let configuration = try ConfigurationArguments.load(&arguments)
        let id = try ProcessArguments.take(&arguments)
        return try await LogSession.run(configuration) { session in
            let done = try await session.processAdministration.resume(id, by: ProcessArguments.actor)
            console.say(done ? "\(id) goes on." : "\(id) is not parked.")
            return done ? .success : .failed
        }
    }
}
