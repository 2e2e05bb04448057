import ContextKit
import Database
import EventSourcing

/// Keeps every list of chats, messages and participants.
///
/// Why one projection for all tables: they change in one transaction, so at every position of the log the unread
/// counts, the last messages and the members of a chat fit together.
package struct ChatProjection: Projection {
    package let name: ProjectionName = "chat"
    package let codeVersion: Int32 = 2
    package let tables = [
        ReadModelTable(Chats.table), ReadModelTable(Members.table), ReadModelTable(Messages.table),
        ReadModelTable(MessageVersions.table), ReadModelTable(Channels.table), ReadModelTable(MessagePlaces.table),
        ReadModelTable(MessageCounts.table), ReadModelTable(Memberships.table),
    ]
    package let filter = EventFilter(categories: [Conversation.category, Message.category, ReadMark.category])

    package init() {}

    /// Why not the stream: messages and marks have streams of their own; none may overtake a parked one of its chat.
    package func lane(of event: RecordedEvent) -> String { "\(event.tenant)/\(ChatEventStream.chat(of: event))" }

    package func apply(_ event: RecordedEvent, to rows: inout RowSet) throws(ProjectionInterruption) {
        switch event.stream.category {
        case Conversation.category: try apply(Conversation.codec.decodeForProjection(event), event, &rows)
        case Message.category: try apply(Message.codec.decodeForProjection(event), event, &rows)
        case ReadMark.category: try apply(ReadMark.codec.decodeForProjection(event), event, &rows)
        default: break
        }
    }

    private func apply(
        _ happened: ConversationEvent, _ event: RecordedEvent, _ rows: inout RowSet
    ) throws(ProjectionInterruption) {
        let change = ConversationChange(event)
        switch happened {
        case .created(let created): try change.create(created, &rows)
        case .updated(let updated): try change.update(updated, &rows)
        case .archived(let archived): try change.archive(archived.chat, &rows)
        case .participantAdded(let added): try change.add(added.participant, to: added.chat, &rows)
        case .participantRemoved(let removed): try change.remove(removed.user, from: removed.chat, &rows)
        case .roleChanged(let changed): try change.setRole(of: changed.participant, in: changed.chat, &rows)
        case .channelBound(let bound): try Channels.bind(bound, event, &rows)
        case .channelUnbound(let unbound): try Channels.unbind(unbound, event, &rows)
        }
    }

    private func apply(
        _ happened: MessageEvent, _ event: RecordedEvent, _ rows: inout RowSet
    ) throws(ProjectionInterruption) {
        let change = MessageChange(event)
        switch happened {
        case .sent(let sent): try change.add(NewMessage(sent), &rows)
        case .received(let received): try change.add(NewMessage(received), &rows)
        case .edited(let edited): try change.edit(edited, &rows)
        case .deleted(let deleted): try change.delete(deleted, &rows)
        }
    }

    private func apply(
        _ happened: ReadMarkEvent, _ event: RecordedEvent, _ rows: inout RowSet
    ) throws(ProjectionInterruption) {
        switch happened {
        case .read(let read): try ReadChange(event).read(read, &rows)
        case .muted(let muted): try ReadChange(event).mute(muted, &rows)
        }
    }
}

/// What the names of this context's streams say.
enum ChatEventStream {
    /// The chat that an event is about: all of the id, or what stands before the slash.
    static func chat(of event: RecordedEvent) -> String {
        let id = event.stream.id
        guard let slash = id.utf8.firstIndex(of: UInt8(ascii: "/")) else { return id }
        return String(id[..<slash])
    }

    /// The message that an event of a message is about.
    static func message(of event: RecordedEvent) -> String? {
        let id = event.stream.id
        guard let slash = id.utf8.firstIndex(of: UInt8(ascii: "/")) else { return nil }
        return String(id[id.utf8.index(after: slash)...])
    }
}
