import EventSourcing

/// What a participant's own marks change in the tables.
struct ReadChange {
    private let event: RecordedEvent
    private let tenant: RowValue

    init(_ event: RecordedEvent) {
        (self.event, tenant) = (event, .text(event.tenant.text))
    }

    func read(_ read: MessagesMarkedAsRead, _ rows: inout RowSet) throws(ProjectionInterruption) {
        var member = try MemberRow(tenant, read.chat, read.user, rows)
        // Why not further than the mark's own place: nobody has read what was not there yet.
        let mark = min(read.upTo, event.position.number)
        guard mark > member.readPosition else { return }
        let last = try ChatRow(tenant, read.chat, rows).lastPosition
        let unread = try MessageCounts.unread(
            after: mark, upTo: last, in: read.chat, by: member.user, tenant, rows)
        member.setRead(upTo: mark, unread: unread)
        try member.put(in: &rows)
    }

    func mute(_ muted: ChatMuted, _ rows: inout RowSet) throws(ProjectionInterruption) {
        var member = try MemberRow(tenant, muted.chat, muted.user, rows)
        member.setMuted(muted.isMuted)
        try member.put(in: &rows)
    }
}
