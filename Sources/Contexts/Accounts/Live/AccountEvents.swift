import ContextKit
import Database
import EventSourcing
import Prelude

/// `Subscription.accountEvents`: what happens to the viewer's own account; a part of `Subscription.myEvents`, too.
package enum AccountEvents: LiveFeed, ViewerFeed {
    package static let field = "Subscription.accountEvents"
    package static let categories: Set<StreamCategory> = [UserAccount.category]
    package static let names: Set<EventName> = [UserProfileUpdated.name]

    package static func install(in assembly: inout Assembly) {
        assembly.feed(AccountEvents.self)
        assembly.object(
            "UserProfileUpdatedEvent",
            columns: [.init("name", .text), .init("position", .text), .init("user_id", .text), .init("at", .int)])
    }

    package static func filter(_ input: Input, _ viewer: Viewer) throws(PublicFailure) -> EventFilter {
        guard let user = viewer.actor else { throw .unauthenticated }
        return EventFilter(names: [UserProfileUpdated.name], stream: UserAccount.stream(user.text))
    }

    package static func viewerGate(
        after cursor: Cursor, _ scope: RequestScope
    ) async throws(PublicFailure) -> any LiveGate {
        guard let user = scope.viewer.actor else { throw .unauthenticated }
        return OwnAccountGate(stream: UserAccount.stream(user.text))
    }

    package static func row(
        _ event: RecordedEvent, _ note: LiveNote?, at cursor: Cursor, _ input: Input
    ) -> ResultRow? { row(event, note, at: cursor) }

    /// Shows that there is something new and not what: that is sealed, and read with the rights of a query.
    package static func row(_ event: RecordedEvent, _ note: LiveNote?, at cursor: Cursor) -> ResultRow? {
        ResultRow(
            "UserProfileUpdatedEvent",
            [
                "name": .text("user.profile.updated"), "position": .text(cursor.description),
                "user_id": .text(event.stream.id), "at": .int(event.metadata.occurred.microseconds),
            ])
    }
}

/// Shows a viewer the events of their own account.
private struct OwnAccountGate: LiveGate {
    let stream: StreamName

    mutating func verdict(on event: RecordedEvent, _ note: LiveNote?) -> LiveVerdict {
        event.stream == stream && event.stream != UserAccount.nobody ? .shown : .hidden
    }
}
