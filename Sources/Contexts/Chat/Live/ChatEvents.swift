import ContextKit
import EventSourcing

/// `Subscription.chatEvents`: what happens in one chat, for whoever is in it.
package enum ChatEvents: LiveFeed {
    package static let field = "Subscription.chatEvents"
    package static let isGated = true

    package static func install(in assembly: inout Assembly) {
        assembly.feed(ChatEvents.self)
        for type in ChatEventRow.types { assembly.object(type.name, columns: type.columns) }
    }

    package static func filter(_ input: Input, _ viewer: Viewer) throws(PublicFailure) -> EventFilter {
        ChatEventRow.filter
    }

    package static func gate(
        _ input: Input, after cursor: Cursor, _ scope: RequestScope
    ) async throws(PublicFailure) -> (any LiveGate)? {
        try await ChatGate(for: input.text("chatId") ?? "", after: cursor, scope)
    }

    package static func row(_ event: RecordedEvent, at cursor: Cursor, _ input: Input) -> ResultRow? {
        ChatEventRow.row(event, at: cursor)
    }
}
