import EventSourcing
import JSON
import Prelude

/// `belvedere sagas show`: every transition of one process, and what it remembers now.
enum SagasShow: Command {
    static let path = ["sagas", "show"]
    static let summary = "Show the history of one process"
    static let usage = "[--json] \(ProcessArguments.usage)"
    static let options = [
        OptionHelp("--json", "one JSON object a transition, with all that is remembered"),
        ConfigurationArguments.option,
    ]
    static let example = "belvedere sagas show demo order-fulfilment 7"

    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode {
        let configuration = try ConfigurationArguments.load(&arguments)
        let asJSON = arguments.flag("--json")
        let id = try ProcessArguments.take(&arguments)
        return try await LogSession.run(configuration) { session in
            let history = try await session.processAdministration.history(id)
            if history.isEmpty { throw CommandFailure("There is no process \(id).") }
            for entry in history {
                var time: [UInt8] = []
                TimeText.append(entry.recorded, to: &time)
                let moment = String(decoding: time, as: UTF8.self)
                if asJSON {
                    let value: JSONValue = [
                        "recorded": .string(moment), "cause": .string(entry.cause), "record": entry.record.json,
                    ]
                    console.write(value.text + "\n")
                } else {
                    console.write("\(moment)  \(entry.record.status.rawValue)  \(entry.cause)\n")
                }
            }
            return .success
        }
    }
}
