import EventSourcing
import Prelude

/// What an event of a message changes in the tables.
struct MessageChange {
    private let event: RecordedEvent
    private let tenant: RowValue
    private var position: Int64 { event.position.number }
    private var time: RowValue { .int(event.metadata.occurred.microseconds) }

    init(_ event: RecordedEvent) {
        (self.event, tenant) = (event, .text(event.tenant.text))
    }

    func add(_ message: NewMessage, _ rows: inout RowSet) throws(ProjectionInterruption) {
        var chat = try ChatRow(tenant, message.chat, rows)
        let members = try MemberRow.all(in: message.chat, tenant, rows)
        let row = MessageRow(message.row(tenant, at: position))
        // Why insert: the position is part of the key, and a message's id is that of its stream.
        try rows.insert("chat_messages", row.values)
        try rows.insert("chat_message_places", [tenant, .text(message.chat), .text(message.id), .int(position)])
        try MessageCounts.change(row, by: 1, &rows)
        try chat.count(ChatRow.Column.messageCount, by: 1)
        chat.values[ChatRow.Column.lastPosition] = .int(position)
        chat.values.replaceSubrange(ChatRow.Column.lastMessage, with: message.summary)
        try chat.put(in: &rows)
        for var member in members {
            if member.user != row.sender { member.unreadCount += 1 }
            member.setLastMessage(message.summary, at: position)
            try member.put(in: &rows)
        }
    }

    func edit(_ edited: MessageEdited, _ rows: inout RowSet) throws(ProjectionInterruption) {
        var row = try MessageRow(tenant, edited.chat, edited.message, rows)
        try MessageVersions.keep(row, &rows)
        row.values[MessageRow.Column.text] = .text(edited.text)
        row.values[MessageRow.Column.editedAt] = time
        row.values[MessageRow.Column.revision] = .int(row.revision + 1)
        try row.put(in: &rows)
        try show(.text(NewMessage.preview(edited.text)), of: row, in: edited.chat, &rows)
    }

    func delete(_ deleted: MessageDeleted, _ rows: inout RowSet) throws(ProjectionInterruption) {
        var row = try MessageRow(tenant, deleted.chat, deleted.message, rows)
        let members = try MemberRow.all(in: deleted.chat, tenant, rows)
        try MessageVersions.forget(row, &rows)
        try MessageCounts.change(row, by: -1, &rows)
        row.values[MessageRow.Column.text] = .null
        row.values[MessageRow.Column.attachments] = .text("[]")
        row.values[MessageRow.Column.deletedAt] = time
        try row.put(in: &rows)
        for var member in members where member.user != row.sender && member.readPosition < row.position {
            member.unreadCount -= 1
            try member.put(in: &rows)
        }
        try show(.null, of: row, in: deleted.chat, &rows)
    }

    /// Lists show what the message says now, where it is the last one.
    private func show(
        _ preview: RowValue, of row: MessageRow, in id: String, _ rows: inout RowSet
    ) throws(ProjectionInterruption) {
        var chat = try ChatRow(tenant, id, rows)
        guard chat.lastPosition == row.position else { return }
        chat.values[ChatRow.Column.lastMessage.lowerBound + 2] = preview
        try chat.put(in: &rows)
        for var member in try MemberRow.all(in: id, tenant, rows) where member.messagePosition == row.position {
            member.setPreview(preview)
            try member.put(in: &rows)
        }
    }
}
