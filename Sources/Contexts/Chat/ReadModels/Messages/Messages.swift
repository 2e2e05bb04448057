import ContextKit
import Database
import EventSourcing

/// `Query.chatMessages`, `Query.message`, `Query.searchMessages`, `Chat.messages`, `Message.replyTo`: what was said, in
/// the order of the log.
package enum Messages: ReadModel {
    package static let table = TableDefinition(
        "chat_messages",
        columns: [
            .init("tenant_id", .text), .init("chat_id", .text), .init("position", .int), .init("id", .text),
            .init("sender", .text, optional: true), .init("text", .text, optional: true),
            .init("reply_to_id", .text, optional: true), .init("attachments", .json), .init("sent_at", .int),
            .init("edited_at", .int, optional: true), .init("deleted_at", .int, optional: true),
            .init("revision", .int), .init("channel", .text, optional: true),
            .init("author", .text, optional: true),
        ],
        primaryKey: ["tenant_id", "chat_id", "position"],
        indexes: [
            .init("by_id", on: ["tenant_id", "chat_id", "id"], unique: true),
            .init("by_position", on: ["tenant_id", "position"]),
        ],
        words: .init(of: "text", row: "position"))
    package static var projection: any Projection { ChatProjection() }
    package static let zone = Zone.white
    package static let tagSets: [[SQLName]] = [["chat_id"], ["chat_id", "id"], []]

    /// Who is in a chat sees its messages, from where on the chat says.
    static let forMembers = ReadRecipe.Guard(
        Members.table, viewer: "user_id", matching: [.init("chat_id", "chat_id")],
        floor: .init("position", from: "visible_from"))
    private static let inOrder = ReadRecipe.Shape.connection(
        .ascending("position"), pageMax: 200, pinnedBy: nil)

    package static func install(in assembly: inout Assembly) {
        assembly.readModel(Messages.self)
        assembly.object("Message", of: Messages.self)
        assembly.read(
            "Query.chatMessages", from: Messages.self, where: [.init("chat_id", .argument("chatId"))], inOrder,
            guarded: forMembers)
        assembly.read(
            "Chat.messages", from: Messages.self, where: [.init("chat_id", .parent("id"))], inOrder,
            guarded: forMembers)
        assembly.read(
            "Query.message", from: Messages.self,
            where: [.init("chat_id", .argument("chatId")), .init("id", .argument("id"))], .one, guarded: forMembers)
        assembly.read(
            "Message.replyTo", from: Messages.self,
            where: [.init("chat_id", .parent("chat_id")), .init("id", .parent("reply_to_id"))], .one,
            guarded: forMembers)
        assembly.read(
            "Query.searchMessages", from: Messages.self,
            where: [
                .init("text", .words(argument: "text")), .init("chat_id", .optional(argument: "in")),
            ],
            .connection(.descending("position"), pageMax: 100, pinnedBy: nil), guarded: forMembers)
        assembly.connection("MessageConnection", edge: "MessageEdge")
    }
}
