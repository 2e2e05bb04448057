import EventSourcing
import JSON

/// Everything that one participant has told about their reading of a chat.
package enum ReadMarkEvent: Equatable, Sendable {
    case read(MessagesMarkedAsRead)
    case muted(ChatMuted)

    package static let codec = EventCodec<ReadMarkEvent>([
        .init(MessagesMarkedAsRead.self) { .read($0) },
        .init(ChatMuted.self) { .muted($0) },
    ]) { event in
        switch event {
        case .read(let payload): payload
        case .muted(let payload): payload
        }
    }
}

/// A participant has read everything up to a position.
package struct MessagesMarkedAsRead: EventPayload, Equatable {
    package static let name: EventName = "chat.messages-marked-as-read.1"
    package let chat: String
    package let user: ActorID
    package let upTo: Int64

    package init(chat: String, user: ActorID, upTo: Int64) { (self.chat, self.user, self.upTo) = (chat, user, upTo) }

    package init(_ body: EventBody) throws(EventBodyError) {
        chat = try body.string("chat")
        user = try body.actor("user")
        upTo = try body.int("upTo")
    }

    package func write(to body: inout JSONWriter) {
        body.member("chat", chat)
        body.member("user", user)
        body.member("upTo", upTo)
    }
}

/// A participant wants to hear of a chat or not.
package struct ChatMuted: EventPayload, Equatable {
    package static let name: EventName = "chat.chat-muted.1"
    package let chat: String
    package let user: ActorID
    package let isMuted: Bool

    package init(chat: String, user: ActorID, isMuted: Bool) {
        (self.chat, self.user, self.isMuted) = (chat, user, isMuted)
    }

    package init(_ body: EventBody) throws(EventBodyError) {
        chat = try body.string("chat")
        user = try body.actor("user")
        isMuted = try body.bool("muted")
    }

    package func write(to body: inout JSONWriter) {
        body.member("chat", chat)
        body.member("user", user)
        body.member("muted", isMuted)
    }
}
