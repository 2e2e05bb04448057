import EventSourcing
import Prelude

/// What an event of a chat changes in the tables.
struct ConversationChange {
    private let event: RecordedEvent
    private let tenant: RowValue
    private var position: Int64 { event.position.number }

    init(_ event: RecordedEvent) {
        (self.event, tenant) = (event, .text(event.tenant.text))
    }

    func create(_ created: ChatCreated, _ rows: inout RowSet) throws(ProjectionInterruption) {
        let time = RowValue.int(event.metadata.occurred.microseconds)
        try rows.put(
            "chats",
            [
                tenant, .text(created.chat), .text(created.kind.rawValue), created.title.map { .text($0) } ?? .null,
                created.company.map { .text($0) } ?? .null, .text(created.history.rawValue),
                .text(event.metadata.actor?.text ?? "system"), time, .null, .int(Int64(created.participants.count)),
                .int(0), .int(0), .null, .null, .null, .null,
            ])
        let chat = try ChatRow(tenant, created.chat, rows)
        for participant in created.participants {
            let member = MemberRow(
                participant, in: chat, since: event, visibleFrom: created.history == .full ? 0 : position)
            try member.insert(in: &rows)
            try Memberships.begin(member, &rows)
        }
    }

    func update(_ updated: ChatUpdated, _ rows: inout RowSet) throws(ProjectionInterruption) {
        var chat = try ChatRow(tenant, updated.chat, rows)
        if let history = updated.history { chat.values[ChatRow.Column.history] = .text(history.rawValue) }
        guard let title = updated.title else { return try chat.put(in: &rows) }
        chat.values[ChatRow.Column.title] = .text(title)
        try chat.put(in: &rows)
        for var member in try MemberRow.all(in: updated.chat, tenant, rows) {
            member.setTitle(.text(title))
            try member.put(in: &rows)
        }
    }

    func archive(_ id: String, _ rows: inout RowSet) throws(ProjectionInterruption) {
        var chat = try ChatRow(tenant, id, rows)
        chat.values[ChatRow.Column.archivedAt] = .int(event.metadata.occurred.microseconds)
        try chat.put(in: &rows)
        for var member in try MemberRow.all(in: id, tenant, rows) {
            member.setArchived()
            try member.put(in: &rows)
        }
    }

    func add(
        _ participant: Participant, to id: String, _ rows: inout RowSet
    ) throws(ProjectionInterruption) {
        var chat = try ChatRow(tenant, id, rows)
        let seesAll = chat.values[ChatRow.Column.history] == .text(ChatHistory.full.rawValue)
        let member = MemberRow(participant, in: chat, since: event, visibleFrom: seesAll ? 0 : position)
        try member.put(in: &rows)
        try Memberships.begin(member, &rows)
        try chat.count(ChatRow.Column.participantCount, by: 1)
        try chat.put(in: &rows)
    }

    func remove(_ user: ActorID, from id: String, _ rows: inout RowSet) throws(ProjectionInterruption) {
        var chat = try ChatRow(tenant, id, rows)
        let member = try MemberRow(tenant, id, user, rows)
        try member.delete(in: &rows)
        try Memberships.end(member, at: position, &rows)
        try chat.count(ChatRow.Column.participantCount, by: -1)
        try chat.put(in: &rows)
    }

    func setRole(
        of participant: Participant, in id: String, _ rows: inout RowSet
    ) throws(ProjectionInterruption) {
        var member = try MemberRow(tenant, id, participant.user, rows)
        member.setRole(participant.role)
        try member.put(in: &rows)
    }
}
