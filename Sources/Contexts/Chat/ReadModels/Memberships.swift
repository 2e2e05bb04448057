import Database
import EventSourcing

/// From where to where each user may see each chat, also the chats that they have left.
///
/// Why kept for ever: a subscription that is resumed from an earlier position is shown what its viewer could see then.
enum Memberships {
    static let table = TableDefinition(
        "chat_memberships",
        columns: [
            .init("tenant_id", .text), .init("user_id", .text), .init("chat_id", .text),
            .init("joined_position", .int), .init("visible_from", .int), .init("left_position", .int, optional: true),
        ],
        primaryKey: ["tenant_id", "user_id", "chat_id", "joined_position"])

    private static let name: TableName = "chat_memberships"

    static func begin(_ member: MemberRow, _ rows: inout RowSet) throws(ProjectionInterruption) {
        // Why insert: the position of the joining is part of the key.
        try rows.insert(name, row(member, left: .null))
    }

    static func end(
        _ member: MemberRow, at position: Int64, _ rows: inout RowSet
    ) throws(ProjectionInterruption) {
        try rows.put(name, row(member, left: .int(position)))
    }

    private static func row(_ member: MemberRow, left: RowValue) -> [RowValue] {
        [member.values[0], member.user, member.values[1], member.joinedPosition, member.visibleFrom, left]
    }
}
