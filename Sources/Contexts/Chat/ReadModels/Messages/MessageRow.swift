import EventSourcing

/// One row of `Messages`, found by its id.
struct MessageRow {
    enum Column {
        static let (position, sender, text, attachments, editedAt) = (2, 4, 5, 7, 9)
        static let (deletedAt, revision) = (10, 11)
    }

    var values: [RowValue]

    init(_ values: [RowValue]) { self.values = values }

    init(_ tenant: RowValue, _ chat: String, _ id: String, _ rows: RowSet) throws(ProjectionInterruption) {
        let place = try rows.row("chat_message_places", tenant, .text(chat), .text(id))?.last
        guard let place, let row = try rows.row("chat_messages", tenant, .text(chat), place) else {
            throw .poison(reason: "there is no message \(id) in chat \(chat)")
        }
        values = row
    }

    var position: Int64 { number(Column.position) }
    var revision: Int64 { number(Column.revision) }
    var sender: RowValue { values[Column.sender] }
    var isDeleted: Bool { values[Column.deletedAt] != .null }

    func put(in rows: inout RowSet) throws(ProjectionInterruption) { try rows.put("chat_messages", values) }

    private func number(_ column: Int) -> Int64 {
        if case .int(let number) = values[column] { number } else { 0 }
    }
}
