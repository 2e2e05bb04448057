import ContextKit
import Database
import EventSourcing

/// `Query.chat`, `ChatListItem.chat`: the chats themselves.
package enum Chats: ReadModel {
    package static let table = TableDefinition(
        "chats",
        columns: [
            .init("tenant_id", .text), .init("id", .text), .init("kind", .text), .init("title", .text, optional: true),
            .init("company_id", .text, optional: true), .init("history", .text), .init("created_by", .text),
            .init("created_at", .int), .init("archived_at", .int, optional: true), .init("participant_count", .int),
            .init("message_count", .int), .init("last_position", .int), .init("message_id", .text, optional: true),
            .init("sender", .text, optional: true), .init("preview", .text, optional: true),
            .init("sent_at", .int, optional: true),
        ],
        primaryKey: ["tenant_id", "id"])
    package static var projection: any Projection { ChatProjection() }
    package static let zone = Zone.white
    package static let tagSets: [[SQLName]] = [["id"]]

    package static func install(in assembly: inout Assembly) {
        assembly.readModel(Chats.self)
        assembly.object("Chat", of: Chats.self)
        assembly.read(
            "Query.chat", from: Chats.self, where: [.init("id", .argument("id"))], .one,
            guarded: .init(Members.table, viewer: "user_id", matching: [.init("id", "chat_id")]))
        // Why without a guard: whose list has the chat is in it.
        assembly.read("ChatListItem.chat", from: Chats.self, where: [.init("id", .parent("chat_id"))], .one)
    }
}

/// One row of `Chats`, changed column by column.
struct ChatRow {
    enum Column {
        static let (title, history, archivedAt, participantCount) = (3, 5, 8, 9)
        static let (messageCount, lastPosition, lastMessage) = (10, 11, 12..<16)
    }

    var values: [RowValue]

    init(_ tenant: RowValue, _ chat: String, _ rows: RowSet) throws(ProjectionInterruption) {
        guard let row = try rows.row("chats", tenant, .text(chat)) else {
            throw .poison(reason: "there is no chat \(chat)")
        }
        values = row
    }

    mutating func count(_ column: Int, by change: Int64) throws(ProjectionInterruption) {
        guard case .int(let count) = values[column] else { throw .poison(reason: "a count that is no number") }
        values[column] = .int(count + change)
    }

    /// The position of the last message, 0 before the first.
    var lastPosition: Int64 {
        if case .int(let position) = values[Column.lastPosition] { position } else { 0 }
    }

    func put(in rows: inout RowSet) throws(ProjectionInterruption) { try rows.put("chats", values) }
}
