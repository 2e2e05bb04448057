import Database
import EventSourcing

/// Where in its chat each message stands, found by its id: messages are kept in the order of the log.
enum MessagePlaces {
    static let table = TableDefinition(
        "chat_message_places",
        columns: [.init("tenant_id", .text), .init("chat_id", .text), .init("id", .text), .init("position", .int)],
        primaryKey: ["tenant_id", "chat_id", "id"])
}
