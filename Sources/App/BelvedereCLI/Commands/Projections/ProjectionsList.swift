import EventSourcing
import JSON
import Lifecycle

/// `belvedere projections list`: every generation, how far it is, who works on it, what is parked.
enum ProjectionsList: Command {
    static let path = ["projections", "list"]
    static let summary = "Show how far the read models are"
    static let usage = "[--json] [--parked] [<name>]"
    static let options = [
        OptionHelp("--json", "one JSON object a line"),
        OptionHelp("--parked", "list the parked events of the named projection instead"),
        ConfigurationArguments.option,
    ]
    static let example = "belvedere projections list"

    static func run(_ arguments: inout ArgumentReader, _ console: Console) async throws(CommandFailure) -> ExitCode {
        let configuration = try ConfigurationArguments.load(&arguments)
        let (asJSON, showsParked) = (arguments.flag("--json"), arguments.flag("--parked"))
        let words = try arguments.operands(0...1, what: "at most one projection")
        let name = words.first.flatMap { ProjectionName($0) }
        if showsParked, name == nil { throw .usage("--parked needs the name of a projection.") }
        return try await LogSession.run(configuration) { session in
            let administration = session.projectionAdministration
            if showsParked, let name {
                let parked = try await administration.parked(name)
                console.write(asJSON ? json(parked) : text(parked))
                return .success
            }
            let entries = try await administration.list(name, now: session.clock.wallTime)
            console.write(asJSON ? json(entries) : text(entries))
            return entries.contains { $0.condition == "stuck" } ? .failed : .success
        }
    }

    private static func text(_ entries: [ProjectionAdministration.Entry]) -> String {
        TextColumns.text(
            ["PROJECTION", "GEN", "STATE", "POSITION", "LAG", "SECONDS", "PARKED", "NODE"],
            entries.map { entry in
                let record = entry.record
                return [
                    record.generation.projection.text, "\(record.generation.number)", entry.condition,
                    "\(record.checkpoint.position)", "\(entry.lag)", entry.lagSeconds.map(String.init) ?? "?",
                    "\(record.parkedCount)", record.owner?.text ?? "-",
                ]
            })
    }

    private static func json(_ entries: [ProjectionAdministration.Entry]) -> String {
        entries.map { entry in
            let record = entry.record
            let value: JSONValue = [
                "projection": .string(record.generation.projection.text),
                "generation": .number("\(record.generation.number)"), "state": .string(entry.condition),
                "codeVersion": .number("\(record.codeVersion)"), "cursor": .string("\(record.checkpoint)"),
                "position": .number("\(record.checkpoint.position)"), "lag": .number("\(entry.lag)"),
                "lagSeconds": entry.lagSeconds.map { .number("\($0)") } ?? .null,
                "parked": .number("\(record.parkedCount)"), "paused": .bool(record.isPaused),
                "node": record.owner.map { .string($0.text) } ?? .null, "leaseHeld": .bool(record.leaseIsHeld),
            ]
            return value.text + "\n"
        }.joined()
    }

    private static func text(_ parked: [ParkedEvent]) -> String {
        TextColumns.text(
            ["POSITION", "LANE", "EVENT", "ATTEMPTS", "REASON"],
            parked.map {
                ["\($0.position)", $0.key, $0.name.text, "\($0.attempts)", $0.reason.isEmpty ? "queued" : $0.reason]
            })
    }

    private static func json(_ parked: [ParkedEvent]) -> String {
        parked.map { event in
            let value: JSONValue = [
                "position": .number("\(event.position)"), "lane": .string(event.key),
                "event": .string(event.name.text), "attempts": .number("\(event.attempts)"),
                "reason": .string(event.reason),
            ]
            return value.text + "\n"
        }.joined()
    }
}
