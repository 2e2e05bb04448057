import ContextKit
import Database
import EventSourcing
import Prelude

/// What clients are shown of the events of chats, under names that are part of the contract.
enum ChatEventRow {
    /// The events that have a public name.
    static let names: Set<EventName> = [
        ChatCreated.name, ChatUpdated.name, ChatArchived.name, ParticipantAdded.name, ParticipantRemoved.name,
        MessageSent.name, ExternalMessageReceived.name, MessageEdited.name, MessageDeleted.name,
        MessagesMarkedAsRead.name,
    ]

    private static let ofEvery: [TableDefinition.Column] = [
        .init("name", .text), .init("position", .text), .init("chat_id", .text), .init("at", .int),
        .init("actor", .text),
    ]

    /// The types of the events, each with its own columns behind those of every event.
    static let types: [(name: String, columns: [TableDefinition.Column])] = [
        (
            "ChatCreatedEvent",
            [.init("kind", .text), .init("title", .text, optional: true), .init("company_id", .text, optional: true)]
        ),
        ("ChatUpdatedEvent", [.init("title", .text, optional: true), .init("history", .text, optional: true)]),
        ("ChatArchivedEvent", []),
        ("ParticipantAddedEvent", [.init("user_id", .text), .init("role", .text)]),
        ("ParticipantRemovedEvent", [.init("user_id", .text)]),
        (
            "MessageNewEvent",
            [
                .init("message_id", .text), .init("message_position", .int), .init("sender", .text, optional: true),
                .init("author", .text, optional: true), .init("channel", .text, optional: true),
                .init("text", .text, optional: true), .init("reply_to_id", .text, optional: true),
                .init("attachments", .json),
            ]
        ),
        ("MessageEditedEvent", [.init("message_id", .text), .init("text", .text, optional: true)]),
        ("MessageDeletedEvent", [.init("message_id", .text)]),
        ("MessagesReadEvent", [.init("user_id", .text), .init("up_to", .int)]),
    ].map { ($0.0, ofEvery + $0.1) }

    /// What was said is left out of a message that is withdrawn.
    static func row(_ event: RecordedEvent, isWithdrawn: Bool, at cursor: Cursor) -> ResultRow? {
        guard var row = ownColumns(of: event) else { return nil }
        if isWithdrawn { row = row.with("text", .null).with("attachments", .json(Array("[]".utf8))) }
        return row.with("position", .text(cursor.description)).with("chat_id", .text(ChatEventStream.chat(of: event)))
            .with("at", .int(event.metadata.occurred.microseconds))
            .with("actor", .text(event.metadata.actor?.text ?? "system"))
    }

    private static func ownColumns(of event: RecordedEvent) -> ResultRow? {
        switch event.stream.category {
        case Conversation.category: (try? Conversation.codec.decode(event)).flatMap(row)
        case Message.category: (try? Message.codec.decode(event)).flatMap { row($0, at: event.position) }
        case ReadMark.category: (try? ReadMark.codec.decode(event)).flatMap(row)
        default: nil
        }
    }

    private static func row(_ event: ConversationEvent) -> ResultRow? {
        switch event {
        case .created(let created):
            ResultRow(
                "ChatCreatedEvent",
                [
                    "name": .text("chat.created"), "kind": .text(created.kind.rawValue), "title": text(created.title),
                    "company_id": text(created.company),
                ])
        case .updated(let updated):
            ResultRow(
                "ChatUpdatedEvent",
                [
                    "name": .text("chat.updated"), "title": text(updated.title),
                    "history": text(updated.history?.rawValue),
                ])
        case .archived: ResultRow("ChatArchivedEvent", ["name": .text("chat.archived")])
        case .participantAdded(let added):
            ResultRow(
                "ParticipantAddedEvent",
                [
                    "name": .text("chat.participant.added"), "user_id": .text(added.participant.user.text),
                    "role": .text(added.participant.role.rawValue),
                ])
        case .participantRemoved(let removed):
            ResultRow(
                "ParticipantRemovedEvent",
                ["name": .text("chat.participant.removed"), "user_id": .text(removed.user.text)])
        case .roleChanged, .channelBound, .channelUnbound: nil
        }
    }

    private static func row(_ event: MessageEvent, at position: GlobalPosition) -> ResultRow? {
        switch event {
        case .sent(let sent): row(NewMessage(sent), at: position)
        case .received(let received): row(NewMessage(received), at: position)
        case .edited(let edited):
            ResultRow(
                "MessageEditedEvent",
                [
                    "name": .text("chat.message.edited"), "message_id": .text(edited.message),
                    "text": .text(edited.text),
                ])
        case .deleted(let deleted):
            ResultRow(
                "MessageDeletedEvent",
                ["name": .text("chat.message.deleted"), "message_id": .text(deleted.message)])
        }
    }

    private static func row(_ message: NewMessage, at position: GlobalPosition) -> ResultRow {
        ResultRow(
            "MessageNewEvent",
            [
                "name": .text("chat.message.new"), "message_id": .text(message.id),
                "message_position": .int(position.number), "sender": text(message.sender?.text),
                "author": text(message.author), "channel": text(message.channel),
                "text": .text(message.content.text), "reply_to_id": text(message.replyTo),
                "attachments": .json(Array(MessageContent.json(message.content.attachments).utf8)),
            ])
    }

    private static func row(_ event: ReadMarkEvent) -> ResultRow? {
        switch event {
        case .read(let read):
            ResultRow(
                "MessagesReadEvent",
                ["name": .text("chat.read"), "user_id": .text(read.user.text), "up_to": .int(read.upTo)])
        case .muted: nil
        }
    }

    private static func text(_ text: String?) -> ResultRow.Value { text.map { .text($0) } ?? .null }
}
