import ContextKit
import EventSourcing

/// `Subscription.chatEvents`: what happens in one chat, for whoever is in it; and what happens in every chat of the
/// viewer, also in those that they come into later, as a part of `Subscription.myEvents`.
package enum ChatEvents: LiveFeed, ViewerFeed {
    package static let field = "Subscription.chatEvents"
    package static let isGated = true
    package static let takesNotes = true
    package static let categories: Set<StreamCategory> = [
        Conversation.category, Message.category, ReadMark.category,
    ]
    package static let names = ChatEventRow.names

    package static func install(in assembly: inout Assembly) {
        assembly.feed(ChatEvents.self)
        for type in ChatEventRow.types { assembly.object(type.name, columns: type.columns) }
    }

    package static func filter(_ input: Input, _ viewer: Viewer) throws(PublicFailure) -> EventFilter {
        EventFilter(categories: categories, names: names)
    }

    package static func gate(
        _ input: Input, after cursor: Cursor, _ scope: RequestScope
    ) async throws(PublicFailure) -> (any LiveGate)? {
        try await ChatGate(for: input.text("chatId") ?? "", after: cursor, scope)
    }

    package static func viewerGate(
        after cursor: Cursor, _ scope: RequestScope
    ) async throws(PublicFailure) -> any LiveGate {
        try await ChatGate(for: nil, after: cursor, scope)
    }

    package static func notes(
        on events: [RecordedEvent], _ scope: RequestScope
    ) async throws(PublicFailure) -> LiveNotes {
        try await MessageNotes.notes(on: events, scope)
    }

    package static func viewerNotes(
        on events: [RecordedEvent], _ scope: RequestScope
    ) async throws(PublicFailure) -> LiveNotes {
        try await MessageNotes.notes(on: events, scope)
    }

    package static func row(
        _ event: RecordedEvent, _ note: LiveNote?, at cursor: Cursor, _ input: Input
    ) -> ResultRow? {
        row(event, note, at: cursor)
    }

    package static func row(_ event: RecordedEvent, _ note: LiveNote?, at cursor: Cursor) -> ResultRow? {
        ChatEventRow.row(event, isWithdrawn: note?.isWithdrawn ?? false, at: cursor)
    }
}
