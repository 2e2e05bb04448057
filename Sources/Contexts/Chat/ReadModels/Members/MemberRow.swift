import EventSourcing
import Prelude

/// One row of `Members`, changed column by column.
struct MemberRow {
    private enum Column {
        static let (user, role, joinedPosition, visibleFrom) = (2, 3, 5, 6)
        static let (readPosition, unreadCount, muted, title, archived) = (7, 8, 9, 11, 13)
        static let (activity, lastMessage, preview, messagePosition) = (14, 15..<19, 17, 19)
    }

    private static let table: TableName = "chat_members"
    private(set) var values: [RowValue]

    private init(_ values: [RowValue]) { self.values = values }

    /// A new member who has read everything so far.
    init(_ participant: Participant, in chat: ChatRow, since event: RecordedEvent, visibleFrom: Int64) {
        let (position, time) = (event.position.number, event.metadata.occurred.microseconds)
        values = [
            chat.values[0], chat.values[1], .text(participant.user.text), .text(participant.role.rawValue), .int(time),
            .int(position), .int(visibleFrom), .int(position), .int(0), .bool(false), chat.values[2],
            chat.values[3], chat.values[4], .bool(chat.values[ChatRow.Column.archivedAt] != .null), .int(position),
        ]
        let seesLast = visibleFrom <= chat.lastPosition && chat.lastPosition > 0
        values += seesLast ? chat.values[ChatRow.Column.lastMessage] : [.null, .null, .null, .null]
        values.append(.int(seesLast ? chat.lastPosition : 0))
    }

    /// The member, who must be one.
    init(_ tenant: RowValue, _ chat: String, _ user: ActorID, _ rows: RowSet) throws(ProjectionInterruption) {
        guard let row = try rows.row(Self.table, tenant, .text(chat), .text(user.text)) else {
            throw .poison(reason: "\(user) is not in chat \(chat)")
        }
        values = row
    }

    /// Everybody who is in a chat.
    static func all(
        in chat: String, _ tenant: RowValue, _ rows: RowSet
    ) throws(ProjectionInterruption) -> [MemberRow] {
        try rows.rows(table, prefix: [tenant, .text(chat)]).map(MemberRow.init)
    }

    func put(in rows: inout RowSet) throws(ProjectionInterruption) { try rows.put(Self.table, values) }

    /// For a chat that has just begun: nobody can be in it yet.
    func insert(in rows: inout RowSet) throws(ProjectionInterruption) { try rows.insert(Self.table, values) }

    func delete(in rows: inout RowSet) throws(ProjectionInterruption) {
        try rows.delete(Self.table, values[0], values[1], values[2])
    }

    var user: RowValue { values[Column.user] }
    var joinedPosition: RowValue { values[Column.joinedPosition] }
    var visibleFrom: RowValue { values[Column.visibleFrom] }
    var readPosition: Int64 { number(Column.readPosition) }
    var messagePosition: Int64 { number(Column.messagePosition) }

    var unreadCount: Int64 {
        get { number(Column.unreadCount) }
        set { values[Column.unreadCount] = .int(newValue) }
    }

    mutating func setRead(upTo position: Int64, unread: Int64) {
        values[Column.readPosition] = .int(position)
        values[Column.unreadCount] = .int(unread)
    }

    mutating func setRole(_ role: ChatRole) { values[Column.role] = .text(role.rawValue) }
    mutating func setMuted(_ isMuted: Bool) { values[Column.muted] = .bool(isMuted) }
    mutating func setTitle(_ title: RowValue) { values[Column.title] = title }
    mutating func setArchived() { values[Column.archived] = .bool(true) }
    mutating func setPreview(_ preview: RowValue) { values[Column.preview] = preview }

    mutating func setLastMessage(_ message: [RowValue], at position: Int64) {
        values.replaceSubrange(Column.lastMessage, with: message)
        values[Column.messagePosition] = .int(position)
        values[Column.activity] = .int(position)
    }

    private func number(_ column: Int) -> Int64 {
        if case .int(let number) = values[column] { number } else { 0 }
    }
}
