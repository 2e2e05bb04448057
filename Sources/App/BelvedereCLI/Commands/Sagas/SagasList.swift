import EventSourcing
import JSON

/// `belvedere sagas list`: running, parked and ended processes.
enum SagasList: Command {
    static let path = ["sagas", "list"]
    static let summary = "Show the processes that span aggregates"
    static let usage = "[--kind K] [--status S] [--json]"
    static let options = [
        OptionHelp("--kind K", "only processes of this kind"),
        OptionHelp("--status S", "running, compensating, parked, completed, compensated or resolved"),
        OptionHelp("--json", "one JSON object a line"), ConfigurationArguments.option,
    ]
    static let example = "belvedere sagas list --status parked"

    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode {
        let configuration = try ConfigurationArguments.load(&arguments)
        let asJSON = arguments.flag("--json")
        let kind = try arguments.option("--kind")
        let status = try arguments.option("--status")
        try arguments.finish()
        if let kind, ProcessKind(kind) == nil { throw .usage("\(kind) is no kind of process.") }
        if let status, ProcessRecord.Status(rawValue: status) == nil { throw .usage("There is no status \(status).") }
        return try await LogSession.run(configuration) { session in
            let entries = try await session.processAdministration.list(
                kind.flatMap { ProcessKind($0) }, status: status.flatMap { ProcessRecord.Status(rawValue: $0) })
            console.write(asJSON ? entries.map { json($0).text + "\n" }.joined() : text(entries))
            return .success
        }
    }

    private static func text(_ entries: [ProcessAdministration.Entry]) -> String {
        TextColumns.text(
            ["TENANT", "KIND", "INSTANCE", "STATUS", "STEPS", "REASON"],
            entries.map {
                [
                    $0.id.tenant.text, $0.id.kind.text, $0.id.instance, $0.status.rawValue, "\($0.openSteps)",
                    $0.reason,
                ]
            })
    }

    private static func json(_ entry: ProcessAdministration.Entry) -> JSONValue {
        [
            "tenant": .string(entry.id.tenant.text), "kind": .string(entry.id.kind.text),
            "instance": .string(entry.id.instance), "status": .string(entry.status.rawValue),
            "openSteps": .number("\(entry.openSteps)"), "reason": .string(entry.reason),
        ]
    }
}
