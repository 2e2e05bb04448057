import EventSourcing

/// Tells that a participant has read a chat up to a position; a mark never goes back.
package struct MarkMessagesAsRead: ConsultingCommand, Equatable {
    package static let name = "chat.mark-messages-as-read"
    package let chat: String
    package let user: ActorID
    package let upTo: Int64
    /// The end of the log: nobody has read what is not there yet, and a mark beyond it would hold back every later one.
    package let head: Int64

    package init(chat: String, user: ActorID, upTo: Int64, head: Int64) {
        (self.chat, self.user, self.upTo, self.head) = (chat, user, upTo, head)
    }

    package var stream: StreamName { ChatInput.readMark(of: user, in: chat) }
    package var consulted: StreamName? { ChatInput.chat(chat) }
    package var content: [UInt8] { Array(String(upTo).utf8) }

    package func isPermitted(to caller: Caller) -> Bool { caller.actor != nil }

    package func violations() -> [InputViolation] {
        var found = ChatInput.check(id: chat, at: "chatId")
        if upTo < 1 { found.append(InputViolation("upTo", code: "NOT_POSITIVE", "`upTo` must be a position.")) }
        return found
    }

    package func decide(
        _ state: ReadMark, consulting chat: Conversation, _ circumstances: Circumstances
    ) throws(ChatRefusal) -> Decision<ReadMark> {
        guard circumstances.caller.actor == user else { throw .unknownChat }
        _ = try chat.role(of: circumstances.caller)
        let mark = min(upTo, head)
        guard mark > state.upTo else { return .nothing }
        return Decision([.read(MessagesMarkedAsRead(chat: self.chat, user: user, upTo: mark))])
    }
}
