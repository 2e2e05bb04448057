import ContextKit
import Database
import EventSourcing
import Prelude

/// `Subscription.accountEvents`: what happens to the viewer's own account.
package enum AccountEvents: LiveFeed {
    package static let field = "Subscription.accountEvents"

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

    /// Shows that there is something new and not what: that is sealed, and read with the rights of a query.
    package static func row(_ event: RecordedEvent, at cursor: Cursor, _ input: Input) -> ResultRow? {
        ResultRow(
            "UserProfileUpdatedEvent",
            [
                "name": .text("user.profile.updated"), "position": .text(cursor.description),
                "user_id": .text(event.stream.id), "at": .int(event.metadata.occurred.microseconds),
            ])
    }
}
