import ContextKit
import EventSourcing

/// `Subscription.myEvents`: what happens in every chat that the viewer is in, also in those that they come into later.
///
/// Why one stream for everybody: only the gate differs between viewers, so an event is encoded once for all of them.
package enum MyEvents: LiveFeed {
    package static let field = "Subscription.myEvents"
    package static let isGated = true

    package static func filter(_ input: Input, _ viewer: Viewer) throws(PublicFailure) -> EventFilter {
        ChatEventRow.filter
    }

    package static func gate(
        _ input: Input, after cursor: Cursor, _ scope: RequestScope
    ) async throws(PublicFailure) -> (any LiveGate)? {
        try await ChatGate(for: nil, after: cursor, scope)
    }

    package static func row(_ event: RecordedEvent, at cursor: Cursor, _ input: Input) -> ResultRow? {
        ChatEventRow.row(event, at: cursor)
    }
}
