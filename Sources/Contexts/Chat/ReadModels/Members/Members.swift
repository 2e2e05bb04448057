import ContextKit
import Database
import EventSourcing

/// `Query.myChats`, `Query.companyChats`, `Query.myChat`, `Query.unreadCount`, `Query.chatParticipants`: who is in
/// which chat, and what the chat looks like to them.
///
/// Why the last message and the unread count are copied to each member: a list of thousands of chats is then one walk
/// through an index. A message changes as many rows as its chat has members, in one statement.
package enum Members: ReadModel {
    package static let table = TableDefinition(
        "chat_members",
        columns: [
            .init("tenant_id", .text), .init("chat_id", .text), .init("user_id", .text), .init("role", .text),
            .init("joined_at", .int), .init("joined_position", .int), .init("visible_from", .int),
            .init("read_position", .int), .init("unread_count", .int), .init("muted", .bool), .init("kind", .text),
            .init("title", .text, optional: true), .init("company_id", .text, optional: true),
            .init("archived", .bool), .init("activity_position", .int), .init("message_id", .text, optional: true),
            .init("sender", .text, optional: true), .init("preview", .text, optional: true),
            .init("sent_at", .int, optional: true), .init("message_position", .int),
        ],
        primaryKey: ["tenant_id", "chat_id", "user_id"],
        indexes: [
            .init("by_activity", on: ["tenant_id", "user_id", "archived", "activity_position"]),
            .init("by_company", on: ["tenant_id", "user_id", "company_id", "activity_position"]),
        ])
    package static var projection: any Projection { ChatProjection() }
    package static let zone = Zone.white
    package static let tagSets: [[SQLName]] = [
        ["user_id", "archived"], ["user_id", "company_id"], ["chat_id", "user_id"], ["chat_id"],
        // Which chats a viewer is in: what a search over all of them depends on.
        ["user_id"],
    ]

    /// Only who is in a chat sees who is in it.
    static let ofTheChat = ReadRecipe.Guard(table, viewer: "user_id", matching: [.init("chat_id", "chat_id")])
    /// The columns of a list's last message, which are there together or not at all.
    private static let lastMessage: [TableDefinition.Column] = [
        .init("message_id", .text), .init("sender", .text), .init("preview", .text, optional: true),
        .init("sent_at", .int), .init("message_position", .int),
    ]

    package static func install(in assembly: inout Assembly) {
        assembly.readModel(Members.self)
        for type in ["ChatListItem", "UnreadCount", "Participant"] { assembly.object(type, of: Members.self) }
        assembly.object("LastMessage", columns: lastMessage)
        assembly.embedded("ChatListItem.lastMessage", presence: "message_id")
        let byActivity = ReadRecipe.Shape.connection(
            .descending("activity_position"), pageMax: 200, pinnedBy: nil)
        assembly.read(
            "Query.myChats", from: Members.self,
            where: [.init("user_id", .viewer), .init("archived", .argument("archived"))], byActivity)
        assembly.read(
            "Query.companyChats", from: Members.self,
            where: [.init("user_id", .viewer), .init("company_id", .argument("companyId"))], byActivity)
        assembly.connection("ChatListConnection", edge: "ChatListEdge")
        assembly.read(
            "Query.myChat", from: Members.self,
            where: [.init("chat_id", .argument("chatId")), .init("user_id", .viewer)], .one)
        assembly.read(
            "Query.unreadCount", from: Members.self,
            where: [.init("chat_id", .argument("chatId")), .init("user_id", .viewer)], .one)
        assembly.read(
            "Query.chatParticipants", from: Members.self, where: [.init("chat_id", .argument("chatId"))],
            .connection(.ascending("user_id"), pageMax: 200, pinnedBy: nil), guarded: ofTheChat)
        assembly.read(
            "Chat.participants", from: Members.self, where: [.init("chat_id", .parent("id"))],
            .connection(.ascending("user_id"), pageMax: 200, pinnedBy: nil), guarded: ofTheChat)
        assembly.connection("ParticipantConnection", edge: "ParticipantEdge")
    }
}
