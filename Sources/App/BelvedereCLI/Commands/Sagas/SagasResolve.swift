import EventSourcing

/// `belvedere sagas resolve`: ends a process whose rest was done by hand.
enum SagasResolve: Command {
    static let path = ["sagas", "resolve"]
    static let summary = "End a process whose rest was done by hand"
    static let usage = "--note <text> \(ProcessArguments.usage)"
    static let options = [
        OptionHelp("--note <text>", "what was done, for the history"), ConfigurationArguments.option,
    ]
    static let example = "belvedere sagas resolve --note 'refunded by bank' demo order-fulfilment 7"

    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode {
        let configuration = try ConfigurationArguments.load(&arguments)
        let note = try arguments.required("--note")
        let id = try ProcessArguments.take(&arguments)
        return try await LogSession.run(configuration) { session in
            let done = try await session.processAdministration.resolve(id, note: note, by: ProcessArguments.actor)
            console.say(done ? "\(id) is resolved." : "\(id) has ended already or never began.")
            return done ? .success : .failed
        }
    }
}
