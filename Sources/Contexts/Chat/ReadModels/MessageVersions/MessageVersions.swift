import ContextKit
import Database
import EventSourcing

/// `Message.versions`: what a message said before it was edited, the oldest first.
package enum MessageVersions: ReadModel {
    package static let table = TableDefinition(
        "chat_message_versions",
        columns: [
            .init("tenant_id", .text), .init("chat_id", .text), .init("message_id", .text), .init("revision", .int),
            .init("text", .text), .init("written_at", .int),
        ],
        primaryKey: ["tenant_id", "chat_id", "message_id", "revision"])
    package static var projection: any Projection { ChatProjection() }
    package static let zone = Zone.white
    package static let tagSets: [[SQLName]] = [["chat_id", "message_id"]]

    private static let name: TableName = "chat_message_versions"

    package static func install(in assembly: inout Assembly) {
        assembly.readModel(MessageVersions.self)
        assembly.object("MessageVersion", of: MessageVersions.self)
        assembly.read(
            "Message.versions", from: MessageVersions.self,
            where: [.init("chat_id", .parent("chat_id")), .init("message_id", .parent("id"))],
            .many(.ascending("revision"), max: Message.editsMax))
    }

    /// Keeps what a message says now, before it says something else.
    static func keep(_ row: MessageRow, _ rows: inout RowSet) throws(ProjectionInterruption) {
        let edited = row.values[MessageRow.Column.editedAt]
        try rows.put(
            name,
            [
                row.values[0], row.values[1], row.values[3], row.values[MessageRow.Column.revision],
                row.values[MessageRow.Column.text], edited == .null ? row.values[8] : edited,
            ])
    }

    /// What was deleted is not read in its older versions either.
    static func forget(_ row: MessageRow, _ rows: inout RowSet) throws(ProjectionInterruption) {
        let prefix = [row.values[0], row.values[1], row.values[3]]
        for version in try rows.rows(name, prefix: prefix) {
            try rows.delete(name, version[0], version[1], version[2], version[3])
        }
    }
}
