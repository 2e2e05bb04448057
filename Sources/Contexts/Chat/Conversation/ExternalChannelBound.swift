import EventSourcing
import JSON

/// What is said in a channel elsewhere comes into the chat from now on.
package struct ExternalChannelBound: EventPayload, Equatable {
    package static let name: EventName = "chat.external-channel-bound.1"
    package let chat: String
    package let channel: ExternalChannel

    package init(chat: String, _ channel: ExternalChannel) { (self.chat, self.channel) = (chat, channel) }

    package init(_ body: EventBody) throws(EventBodyError) {
        chat = try body.string("chat")
        channel = try ExternalChannel(body)
    }

    package func write(to body: inout JSONWriter) {
        body.member("chat", chat)
        channel.write(to: &body)
    }
}

/// The channel elsewhere has nothing to do with the chat any more.
package struct ExternalChannelUnbound: EventPayload, Equatable {
    package static let name: EventName = "chat.external-channel-unbound.1"
    package let chat: String
    package let channel: ExternalChannel

    package init(chat: String, _ channel: ExternalChannel) { (self.chat, self.channel) = (chat, channel) }

    package init(_ body: EventBody) throws(EventBodyError) {
        chat = try body.string("chat")
        channel = try ExternalChannel(body)
    }

    package func write(to body: inout JSONWriter) {
        body.member("chat", chat)
        channel.write(to: &body)
    }
}
