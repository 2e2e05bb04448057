import EventSourcing
import Prelude

/// How far the read models are, and what waits for a person.
enum ProjectionFindings {
    static func findings(
        _ entries: [ProjectionAdministration.Entry], of names: [ProjectionName]
    ) -> [Finding] {
        names.map { name in
            let own = entries.filter { $0.record.generation.projection == name && $0.record.stage != .retired }
            guard let live = own.first(where: { $0.record.stage == .live }) ?? own.first else {
                return Finding(
                    "projection \(name)", .warning, "It has not begun.", fix: "Start a node: belvedere serve.")
            }
            return finding(live, "projection \(name)")
        }
    }

    /// Processes that wait for somebody.
    static func parked(_ entries: [ProcessAdministration.Entry]) -> Finding {
        guard let first = entries.first else { return Finding("processes", .ok, "None waits for an operator.") }
        let place = "\(first.id.tenant) \(first.id.kind) \(first.id.instance)"
        return Finding(
            "processes", .failed, "\(entries.count) wait for an operator, \(place) among them: \(first.reason)",
            fix: "belvedere sagas list --status parked shows them; resume or resolve each.")
    }

    private static func finding(_ entry: ProjectionAdministration.Entry, _ name: String) -> Finding {
        let record = entry.record
        let projection = record.generation.projection
        if record.parkedCount > 0, projection.text.hasPrefix("inbox:") {
            return Finding(
                name, .failed, "\(record.parkedCount) inputs wait for processes that cannot take them.",
                fix: "See belvedere projections list --parked \(projection) for why; resume or resolve the processes.")
        }
        if record.parkedCount > 0 {
            return Finding(
                name, .failed, "\(record.parkedCount) events are parked.",
                fix: "Look at them with belvedere projections list --parked \(projection), then retry or skip them.")
        }
        if record.isPaused {
            return Finding(
                name, .warning, "It is paused, \(entry.lag) events behind.",
                fix: "belvedere projections resume \(projection)")
        }
        if entry.condition == "stuck" {
            return Finding(
                name, .failed, "\(entry.lag) events wait and no node works on them.",
                fix: "Start a node: belvedere serve.")
        }
        return Finding(name, .ok, "It is \(entry.lag) events behind, at position \(record.checkpoint.position).")
    }
}
