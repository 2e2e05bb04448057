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
