import ContextKit
import Database
import EventSourcing
import Prelude

/// `Chat.externalChannels`: the channels elsewhere that a chat is bound to.
package enum Channels: ReadModel {
    package static let table = TableDefinition(
        "chat_channels",
        columns: [
            .init("tenant_id", .text), .init("chat_id", .text), .init("channel", .text), .init("external_id", .text),
            .init("bound_at", .int), .init("bound_by", .text),
        ],
        primaryKey: ["tenant_id", "chat_id", "channel", "external_id"])
    package static var projection: any Projection { ChatProjection() }
    package static let zone = Zone.white
    package static let tagSets: [[SQLName]] = [["chat_id"]]

    private static let name: TableName = "chat_channels"

    package static func install(in assembly: inout Assembly) {
        assembly.readModel(Channels.self)
        assembly.object("ExternalChannel", of: Channels.self)
        assembly.read(
            "Chat.externalChannels", from: Channels.self, where: [.init("chat_id", .parent("id"))],
            .many(.ascending("channel", "external_id"), max: Conversation.channelsMax), guarded: Members.ofTheChat)
    }

    static func bind(
        _ bound: ExternalChannelBound, _ event: RecordedEvent, _ rows: inout RowSet
    ) throws(ProjectionInterruption) {
        try rows.put(
            name,
            [
                .text(event.tenant.text), .text(bound.chat), .text(bound.channel.channel),
                .text(bound.channel.externalID), .int(event.metadata.occurred.microseconds),
                .text(event.metadata.actor?.text ?? "system"),
            ])
    }

    static func unbind(
        _ unbound: ExternalChannelUnbound, _ event: RecordedEvent, _ rows: inout RowSet
    ) throws(ProjectionInterruption) {
        try rows.delete(
            name, .text(event.tenant.text), .text(unbound.chat), .text(unbound.channel.channel),
            .text(unbound.channel.externalID))
    }
}
