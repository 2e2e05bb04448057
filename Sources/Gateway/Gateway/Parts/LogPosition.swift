import ContextKit
import EventSourcing

/// `Subscription.logPosition`
enum LogPosition: LiveFeed {
    static let field = "Subscription.logPosition"
    static let leafColumn: String? = "position"

    static func filter(_ input: Input, _ viewer: Viewer) throws(PublicFailure) -> EventFilter { .everything }

    static func row(_ event: RecordedEvent, _ note: LiveNote?, at cursor: Cursor, _ input: Input) -> ResultRow? {
        ResultRow("Cursor", ["position": .text(cursor.description)])
    }
}
