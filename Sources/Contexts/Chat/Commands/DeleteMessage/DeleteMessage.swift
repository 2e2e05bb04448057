import EventSourcing

/// Takes a message out of a chat; its author may, and whoever manages the chat.
package struct DeleteMessage: ConsultingCommand, Equatable {
    package static let name = "chat.delete-message"
    package let chat: String
    package let message: String

    package init(chat: String, message: String) {
        self.chat = chat
        self.message = message
    }

    package var stream: StreamName { ChatInput.message(message, in: chat) }
    package var consulted: StreamName? { ChatInput.chat(chat) }
    package var content: [UInt8] { [] }

    package func isPermitted(to caller: Caller) -> Bool { caller.actor != nil }

    package func violations() -> [InputViolation] {
        ChatInput.check(id: chat, at: "chatId") + ChatInput.check(id: message, at: "messageId")
    }

    package func decide(
        _ state: Message, consulting chat: Conversation, _ circumstances: Circumstances
    ) throws(ChatRefusal) -> Decision<Message> {
        let role = try chat.activeRole(of: circumstances.caller)
        guard state.exists else { throw .unknownMessage }
        let isAuthor = state.sent.map { $0.sender == circumstances.caller.actor } ?? false
        guard isAuthor || role.manages else { throw .notAuthor }
        guard !state.isDeleted else { return .nothing }
        return Decision([.deleted(MessageDeleted(chat: self.chat, message: message))])
    }
}
