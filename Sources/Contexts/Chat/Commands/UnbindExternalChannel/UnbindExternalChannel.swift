import EventSourcing

/// Lets what is said in a channel elsewhere come into a chat no more.
package struct UnbindExternalChannel: Command, Equatable {
    package static let name = "chat.unbind-external-channel"
    package let chat: String
    package let channel: ExternalChannel

    package init(chat: String, channel: ExternalChannel) {
        self.chat = chat
        self.channel = channel
    }

    package var stream: StreamName { ChatInput.chat(chat) }
    package var content: [UInt8] { Array("\(channel.channel)\u{0}\(channel.externalID)".utf8) }

    package func isPermitted(to caller: Caller) -> Bool { caller.actor != nil }

    package func violations() -> [InputViolation] {
        ChatInput.check(id: chat, at: "chatId") + ChatInput.check(channel)
    }

    package func decide(
        _ state: Conversation, _ circumstances: Circumstances
    ) throws(ChatRefusal) -> Decision<Conversation> {
        _ = try state.managingRole(of: circumstances.caller)
        guard state.channels.contains(channel) else { throw .notBound }
        return Decision([.channelUnbound(ExternalChannelUnbound(chat: chat, channel))])
    }
}
