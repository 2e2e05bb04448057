import ContextKit
import Database
import EventSourcing

/// `Query.chatPresence`: who of a chat's people is there, when they were there last, and who is typing.
package enum ChatPresence: LookupPart {
    package static let field = "Query.chatPresence"
    package static let isMany = true

    package static func install(in assembly: inout Assembly) {
        assembly.lookup(Self.self)
        assembly.needs((any Ephemera).self, by: Self.self)
        assembly.object(
            "ChatPresence",
            columns: [
                .init("user_id", .text), .init("online", .bool), .init("typing", .bool),
                .init("last_seen_at", .int, optional: true),
            ])
    }

    package static func rows(_ input: Input, _ procedure: Procedure) async throws(PublicFailure) -> [ResultRow] {
        guard let viewer = procedure.viewer.actor else { throw .unauthenticated }
        let (chat, tenant) = (input.text("chatId") ?? "", procedure.viewer.tenant)
        let people = try await procedure.load(ChatInput.chat(chat), as: Conversation.self).state.roles
        guard people[viewer] != nil else { throw .forbidden }
        let users = people.keys.sorted()
        let keys =
            users.map { Presence.onlineKey($0, in: tenant) } + users.map { Presence.seenKey($0, in: tenant) }
            + users.map { ChatSignals.typingKey($0, in: chat, of: tenant) }
        let kept = try await procedure.port((any Ephemera).self).kept(keys)
        guard kept.count == keys.count else { throw .unavailable(retryAfterMilliseconds: 1_000) }
        return users.enumerated().map { index, user in
            let (online, seen) = (kept[index], kept[users.count + index])
            let lastSeen = (online ?? seen).flatMap { Int64($0) }
            return ResultRow(
                "ChatPresence",
                [
                    "user_id": .text(user.text), "online": .bool(online != nil),
                    "typing": .bool(kept[2 * users.count + index] != nil),
                    "last_seen_at": lastSeen.map { .int($0) } ?? .null,
                ])
        }
    }
}
