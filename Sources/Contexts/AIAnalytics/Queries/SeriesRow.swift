import ContextKit
import Database
import EventSourcing

/// What all points of all series have: when, and of what.
enum SeriesRow {
    static let columns: [TableDefinition.Column] = [
        .init("start", .int), .init("provider", .text, optional: true), .init("model", .text, optional: true),
        .init("bot_id", .text, optional: true), .init("user_id", .text, optional: true),
    ]

    static func row(_ type: String, _ point: SeriesPoint, _ asked: SeriesQuestion) -> ResultRow {
        let row = ResultRow(type, ["start": .int(point.start)])
        switch asked.group {
        case .model:
            let names = point.group.split(separator: " ", maxSplits: 1).map(String.init)
            return row.with("provider", .text(names.first ?? "")).with("model", .text(names.last ?? ""))
        case .provider: return row.with("provider", .text(point.group))
        case .bot: return row.with("bot_id", .text(point.group))
        case .user: return row.with("user_id", .text(point.group))
        case nil: return row
        }
    }

    /// Services that measure, and administrators; everybody about themselves.
    static func admits(_ question: Question) -> Bool {
        let viewer = question.viewer
        guard let actor = viewer.actor else { return false }
        if !viewer.roles.union(viewer.scopes).isDisjoint(with: ["admin", "meter"]) { return true }
        guard let user = question.input.object("filter")?.text("userId") else { return false }
        return user.utf8.elementsEqual(actor.text.utf8)
    }
}
