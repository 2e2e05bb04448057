import EventSourcing
import JSON

/// Everything that can have happened to a chat, apart from what was said in it.
package enum ConversationEvent: Equatable, Sendable {
    case created(ChatCreated)
    case updated(ChatUpdated)
    case archived(ChatArchived)
    case participantAdded(ParticipantAdded)
    case participantRemoved(ParticipantRemoved)
    case roleChanged(ParticipantRoleChanged)
    case channelBound(ExternalChannelBound)
    case channelUnbound(ExternalChannelUnbound)

    package static let codec = EventCodec<ConversationEvent>([
        .init(ChatCreated.self) { .created($0) },
        .init(ChatUpdated.self) { .updated($0) },
        .init(ChatArchived.self) { .archived($0) },
        .init(ParticipantAdded.self) { .participantAdded($0) },
        .init(ParticipantRemoved.self) { .participantRemoved($0) },
        .init(ParticipantRoleChanged.self) { .roleChanged($0) },
        .init(ExternalChannelBound.self) { .channelBound($0) },
        .init(ExternalChannelUnbound.self) { .channelUnbound($0) },
    ]) { event in
        switch event {
        case .created(let payload): payload
        case .updated(let payload): payload
        case .archived(let payload): payload
        case .participantAdded(let payload): payload
        case .participantRemoved(let payload): payload
        case .roleChanged(let payload): payload
        case .channelBound(let payload): payload
        case .channelUnbound(let payload): payload
        }
    }
}

/// A chat began, with these people in it.
package struct ChatCreated: EventPayload, Equatable {
    package static let name: EventName = "chat.chat-created.1"
    package let chat: String
    package let kind: ChatKind
    package let title: String?
    /// The company that a company chat belongs to.
    package let company: String?
    package let history: ChatHistory
    package let participants: [Participant]

    package init(
        chat: String, kind: ChatKind, title: String? = nil, company: String? = nil, history: ChatHistory = .full,
        participants: [Participant]
    ) {
        (self.chat, self.kind, self.title, self.company) = (chat, kind, title, company)
        (self.history, self.participants) = (history, participants)
    }

    package init(_ body: EventBody) throws(EventBodyError) {
        chat = try body.string("chat")
        kind = try body.one("kind")
        title = try body.optional("title", body.string)
        company = try body.optional("company", body.string)
        history = try body.one("history")
        participants = try body.list("participants") { (item) throws(EventBodyError) in try Participant(item) }
    }

    package func write(to body: inout JSONWriter) {
        body.member("chat", chat)
        body.member("kind", kind)
        if let title { body.member("title", title) }
        if let company { body.member("company", company) }
        body.member("history", history)
        body.key("participants")
        body.beginArray()
        for participant in participants {
            body.beginObject()
            participant.write(to: &body)
            body.endObject()
        }
        body.endArray()
    }
}

/// A chat got another title, or shows newcomers another part of its history; what is nil stayed as it was.
package struct ChatUpdated: EventPayload, Equatable {
    package static let name: EventName = "chat.chat-updated.1"
    package let chat: String
    package let title: String?
    package let history: ChatHistory?

    package init(chat: String, title: String?, history: ChatHistory?) {
        (self.chat, self.title, self.history) = (chat, title, history)
    }

    package init(_ body: EventBody) throws(EventBodyError) {
        chat = try body.string("chat")
        title = try body.optional("title", body.string)
        history = body.has("history") ? try body.one("history") : nil
    }

    package func write(to body: inout JSONWriter) {
        body.member("chat", chat)
        if let title { body.member("title", title) }
        if let history { body.member("history", history) }
    }
}

/// A chat ended: it is read, and nothing is said in it any more.
package struct ChatArchived: EventPayload, Equatable {
    package static let name: EventName = "chat.chat-archived.1"
    package let chat: String

    package init(chat: String) { self.chat = chat }
    package init(_ body: EventBody) throws(EventBodyError) { chat = try body.string("chat") }
    package func write(to body: inout JSONWriter) { body.member("chat", chat) }
}
