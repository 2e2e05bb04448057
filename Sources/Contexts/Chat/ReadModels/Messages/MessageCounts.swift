import Database
import EventSourcing

/// How many messages that are not deleted stand in each stretch of the log: of each chat, and of each sender in it.
///
/// Why: a read mark anywhere in a chat of a million messages leaves a number of unread ones that must be exact. They
/// are counted as whole stretches and the rest of one, never message by message.
enum MessageCounts {
    static let table = TableDefinition(
        "chat_message_counts",
        columns: [
            .init("tenant_id", .text), .init("chat_id", .text), .init("sender", .text), .init("stretch", .int),
            .init("live", .int),
        ],
        primaryKey: ["tenant_id", "chat_id", "sender", "stretch"])

    private static let name: TableName = "chat_message_counts"
    /// The sender that stands for everybody; no user's id is empty.
    private static let everybody = RowValue.text("")
    /// Limit: positions of a stretch, and so messages that are counted one by one.
    private static let stretch: Int64 = 4_096
    /// Limit: stretches that one range reads; fewer than the most that a range may have.
    private static let stretchesPerRange: Int64 = 9_000

    /// Counts a message in, or out when it is deleted.
    static func change(
        _ message: MessageRow, by change: Int64, _ rows: inout RowSet
    ) throws(ProjectionInterruption) {
        let (tenant, chat) = (message.values[0], message.values[1])
        for sender in [everybody, message.sender] where sender != .null {
            let key = [tenant, chat, sender, .int(message.position / stretch)]
            var live: Int64 = 0
            if case .int(let number)? = try rows.row(RowKey(name, key))?.last { live = number }
            try rows.put(name, key + [.int(live + change)])
        }
    }

    /// How many messages after a position, up to the last one, a user has not written themselves.
    static func unread(
        after position: Int64, upTo last: Int64, in chat: String, by user: RowValue, _ tenant: RowValue, _ rows: RowSet
    ) throws(ProjectionInterruption) -> Int64 {
        guard position < last else { return 0 }
        let begun = position / stretch
        let rest = try rows.rows(
            "chat_messages", prefix: [tenant, .text(chat)], from: .int(position + 1),
            through: .int((begun + 1) * stretch - 1)
        ).map(MessageRow.init)
        var count = Int64(rest.count { !$0.isDeleted && $0.sender != user })
        for (sender, sign) in [(everybody, Int64(1)), (user, -1)] {
            var from = begun + 1
            while from <= last / stretch {
                let through = min(last / stretch, from + stretchesPerRange - 1)
                let counts = try rows.rows(
                    name, prefix: [tenant, .text(chat), sender], from: .int(from), through: .int(through))
                for case .int(let live)? in counts.map(\.last) { count += sign * live }
                from = through + 1
            }
        }
        return count
    }
}
