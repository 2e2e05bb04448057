import EventSourcing

/// Says a message in other words; its author may, for some minutes.
package struct EditMessage: ConsultingCommand, Equatable {
    package static let name = "chat.edit-message"
    package let chat: String
    package let message: String
    package let text: String

    package init(chat: String, message: String, text: String) {
        self.chat = chat
        self.message = message
        self.text = text
    }

    package var stream: StreamName { ChatInput.message(message, in: chat) }
    package var consulted: StreamName? { ChatInput.chat(chat) }
    package var content: [UInt8] { Array(text.utf8) }

    package func isPermitted(to caller: Caller) -> Bool { caller.actor != nil }

    package func violations() -> [InputViolation] {
        ChatInput.check(id: chat, at: "chatId") + ChatInput.check(id: message, at: "messageId")
            + ChatInput.check(text: text)
    }

    package func decide(
        _ state: Message, consulting chat: Conversation, _ circumstances: Circumstances
    ) throws(ChatRefusal) -> Decision<Message> {
        _ = try chat.activeRole(of: circumstances.caller)
        try state.checkPresent()
        guard let sent = state.sent, sent.sender == circumstances.caller.actor else { throw .notAuthor }
        guard !state.isFixed(at: circumstances.now) else { throw .editWindowClosed }
        guard state.text != text else { return .nothing }
        guard state.editCount < Message.editsMax else { throw .tooManyEdits }
        return Decision([.edited(MessageEdited(chat: self.chat, message: message, text: text))])
    }
}
