import EventSourcing

/// Tells whether a participant wants to hear of a chat.
package struct MuteChat: ConsultingCommand, Equatable {
    package static let name = "chat.mute-chat"
    package let chat: String
    package let user: ActorID
    package let isMuted: Bool

    package init(chat: String, user: ActorID, isMuted: Bool) {
        self.chat = chat
        self.user = user
        self.isMuted = isMuted
    }

    package var stream: StreamName { ChatInput.readMark(of: user, in: chat) }
    package var consulted: StreamName? { ChatInput.chat(chat) }
    package var content: [UInt8] { [isMuted ? 1 : 0] }

    package func isPermitted(to caller: Caller) -> Bool { caller.actor != nil }

    package func violations() -> [InputViolation] {
        ChatInput.check(id: chat, at: "chatId")
    }

    package func decide(
        _ state: ReadMark, consulting chat: Conversation, _ circumstances: Circumstances
    ) throws(ChatRefusal) -> Decision<ReadMark> {
        guard circumstances.caller.actor == user else { throw .unknownChat }
        _ = try chat.role(of: circumstances.caller)
        // Why also if it is so already: whoever left a chat and came back hears it again, which this stream is not
        // told.
        return Decision([.muted(ChatMuted(chat: self.chat, user: user, isMuted: isMuted))])
    }
}
