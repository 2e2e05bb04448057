import Composition
import Configuration
import ContextKit
import GraphQLSchema
import JSON

/// `belvedere check`: everything that would keep the gateway from starting, without a store; made for CI.
enum Check: Command {
    static let path = ["check"]
    static let summary = "Check schema, wiring and configuration; exits with 0, 1 or 78"
    static let usage = "[--json] [--config <file>] [--<key> <value>]…"
    static let options = [
        OptionHelp("--json", "one JSON object with all problems"), ConfigurationArguments.option,
        ConfigurationArguments.flags,
    ]
    static let example = "belvedere check --json --storage.files ."

    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode {
        let asJSON = arguments.flag("--json")
        let verdict = try verdict(&arguments)
        if asJSON { console.write(json(verdict)) } else { console.say(text(verdict)) }
        return verdict.code
    }

    /// What was found; the code is success exactly if there are no problems.
    struct Verdict: Equatable {
        let code: ExitCode
        let problems: [String]
        var typeCount = 0
        var modelCount = 0
    }

    static func verdict(_ arguments: inout ArgumentReader) throws(CommandFailure) -> Verdict {
        let configuration: Configuration
        do throws(CommandFailure) {
            configuration = try ConfigurationArguments.load(&arguments)
        } catch {
            guard error.code == .configuration else { throw error }
            return Verdict(code: .configuration, problems: lines(error.message))
        }
        try arguments.finish()
        do throws(ConfigurationFaults) {
            _ = try EdgeSettings(configuration)
            _ = try OperationSettings(configuration)
            _ = try RouteSettings(configuration)
        } catch {
            return Verdict(code: .configuration, problems: lines(error.description))
        }
        let files = FileSource.preferred(StorageSettings(configuration).files)
        do throws(LoadSchema.Failure) {
            let loaded = try LoadSchema.load(files, Contexts.all)
            return Verdict(
                code: .success, problems: [], typeCount: loaded.schema.types.count,
                modelCount: loaded.assembly.readModels.count)
        } catch {
            return Verdict(code: .failed, problems: error.problems)
        }
    }

    private static func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }

    static func text(_ verdict: Verdict) -> String {
        guard verdict.problems.isEmpty else { return verdict.problems.joined(separator: "\n") }
        return "All is well: \(GraphQLFiles.count(verdict.typeCount, "type")), "
            + "\(GraphQLFiles.count(verdict.modelCount, "read model")), every field is bound."
    }

    static func json(_ verdict: Verdict) -> String {
        let value: JSONValue = [
            "ok": .bool(verdict.problems.isEmpty), "code": .number("\(verdict.code.rawValue)"),
            "types": .number("\(verdict.typeCount)"), "readModels": .number("\(verdict.modelCount)"),
            "problems": .array(verdict.problems.map { .string($0) }),
        ]
        return value.text + "\n"
    }
}
