import EventSourcing

/// Brings into a chat what was said in a channel elsewhere; messengers send it, never people.
package struct ReceiveExternalMessage: ConsultingCommand, Equatable {
    package static let name = "chat.receive-external-message"
    package let chat: String
    package let message: String
    package let channel: ExternalChannel
    package let author: String
    package let said: MessageContent

    package init(chat: String, message: String, channel: ExternalChannel, author: String, said: MessageContent) {
        self.chat = chat
        self.message = message
        self.channel = channel
        self.author = author
        self.said = said
    }

    package var stream: StreamName { ChatInput.message(message, in: chat) }
    package var consulted: StreamName? { ChatInput.chat(chat) }
    package var content: [UInt8] {
        Array(
            ([channel.channel, channel.externalID, author, said.text] + said.attachments).joined(separator: "\u{0}")
                .utf8)
    }

    package func isPermitted(to caller: Caller) -> Bool { caller.isSystem || caller.permissions.contains("messenger") }

    package func violations() -> [InputViolation] {
        ChatInput.check(id: chat, at: "chatId") + ChatInput.check(id: message, at: "externalMessageId")
            + ChatInput.check(channel)
            + ChatInput.check(author, at: "author", bytesMax: ChatInput.externalBytesMax) + ChatInput.check(said)
    }

    package func decide(
        _ state: Message, consulting chat: Conversation, _ circumstances: Circumstances
    ) throws(ChatRefusal) -> Decision<Message> {
        if state.exists {
            guard state.received?.channel == channel, state.received?.content == said else {
                throw .clientMessageIDReused
            }
            return .nothing
        }
        guard chat.kind != nil else { throw .unknownChat }
        guard !chat.isArchived else { throw .archived }
        guard chat.channels.contains(channel) else { throw .notBound }
        return Decision([
            .received(
                ExternalMessageReceived(
                    chat: self.chat, message: message, channel: channel, author: author, content: said,
                    at: circumstances.now))
        ])
    }

    /// The id of a message that has an id elsewhere: the same whenever it is brought again.
    package static func messageID(_ external: String, from channel: ExternalChannel, in chat: String) -> String {
        CommandID.derived(from: "chat.external", chat, channel.channel, channel.externalID, external).description
    }
}
