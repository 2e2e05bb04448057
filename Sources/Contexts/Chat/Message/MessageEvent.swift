import EventSourcing
import JSON
import Prelude

/// Everything that can have happened to a message.
package enum MessageEvent: Equatable, Sendable {
    case sent(MessageSent)
    case received(ExternalMessageReceived)
    case edited(MessageEdited)
    case deleted(MessageDeleted)

    package static let codec = EventCodec<MessageEvent>([
        .init(MessageSent.self) { .sent($0) },
        .init(ExternalMessageReceived.self) { .received($0) },
        .init(MessageEdited.self) { .edited($0) },
        .init(MessageDeleted.self) { .deleted($0) },
    ]) { event in
        switch event {
        case .sent(let payload): payload
        case .received(let payload): payload
        case .edited(let payload): payload
        case .deleted(let payload): payload
        }
    }
}

/// A participant said something.
package struct MessageSent: EventPayload, Equatable {
    package static let name: EventName = "chat.message-sent.1"
    package let chat: String
    package let message: String
    package let sender: ActorID
    package let content: MessageContent
    /// The message in the same chat that this one answers.
    package let replyTo: String?
    /// When, by the clock of the node that accepted it: what the time for edits is counted from.
    package let at: Timestamp

    package init(
        chat: String, message: String, sender: ActorID, content: MessageContent, replyTo: String? = nil, at: Timestamp
    ) {
        (self.chat, self.message, self.sender, self.content) = (chat, message, sender, content)
        (self.replyTo, self.at) = (replyTo, at)
    }

    package init(_ body: EventBody) throws(EventBodyError) {
        chat = try body.string("chat")
        message = try body.string("message")
        sender = try body.actor("sender")
        content = try MessageContent(body)
        replyTo = try body.optional("replyTo", body.string)
        at = try body.timestamp("at")
    }

    package func write(to body: inout JSONWriter) {
        body.member("chat", chat)
        body.member("message", message)
        body.member("sender", sender)
        content.write(to: &body)
        if let replyTo { body.member("replyTo", replyTo) }
        body.member("at", at)
    }
}

/// Somebody said something in a channel elsewhere that the chat is bound to.
package struct ExternalMessageReceived: EventPayload, Equatable {
    package static let name: EventName = "chat.external-message-received.1"
    package let chat: String
    package let message: String
    package let channel: ExternalChannel
    /// Who, as the messenger calls them.
    package let author: String
    package let content: MessageContent
    package let at: Timestamp

    package init(
        chat: String, message: String, channel: ExternalChannel, author: String, content: MessageContent, at: Timestamp
    ) {
        (self.chat, self.message, self.channel) = (chat, message, channel)
        (self.author, self.content, self.at) = (author, content, at)
    }

    package init(_ body: EventBody) throws(EventBodyError) {
        chat = try body.string("chat")
        message = try body.string("message")
        channel = try ExternalChannel(body)
        author = try body.string("author")
        content = try MessageContent(body)
        at = try body.timestamp("at")
    }

    package func write(to body: inout JSONWriter) {
        body.member("chat", chat)
        body.member("message", message)
        channel.write(to: &body)
        body.member("author", author)
        content.write(to: &body)
        body.member("at", at)
    }
}
