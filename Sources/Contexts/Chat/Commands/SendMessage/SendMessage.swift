import EventSourcing

/// Says something in a chat. Sent again under the same client message id, it stays one message.
package struct SendMessage: ConsultingCommand, Equatable {
    package static let name = "chat.send-message"
    package let chat: String
    package let message: String
    package let said: MessageContent
    package let replyTo: String?

    package init(chat: String, message: String, said: MessageContent, replyTo: String? = nil) {
        self.chat = chat
        self.message = message
        self.said = said
        self.replyTo = replyTo
    }

    package var stream: StreamName { ChatInput.message(message, in: chat) }
    package var consulted: StreamName? { ChatInput.chat(chat) }
    package var content: [UInt8] {
        Array(([said.text, replyTo ?? ""] + said.attachments).joined(separator: "\u{0}").utf8)
    }

    package func isPermitted(to caller: Caller) -> Bool { caller.actor != nil }

    package func violations() -> [InputViolation] {
        var found = ChatInput.check(id: chat, at: "chatId") + ChatInput.check(id: message, at: "clientMessageId")
        if let replyTo {
            found += ChatInput.check(id: replyTo, at: "replyTo")
            if replyTo == message {
                found.append(InputViolation("replyTo", code: "ITSELF", "A message does not answer itself."))
            }
        }
        return found + ChatInput.check(said)
    }

    package func decide(
        _ state: Message, consulting chat: Conversation, _ circumstances: Circumstances
    ) throws(ChatRefusal) -> Decision<Message> {
        guard let sender = circumstances.caller.actor else { throw .unknownChat }
        // Why before anything else: whoever sends again what was accepted is told so, whatever has happened since.
        if state.exists {
            guard state.sent?.sender == sender, state.sent?.content == said, state.sent?.replyTo == replyTo else {
                throw .clientMessageIDReused
            }
            return .nothing
        }
        _ = try chat.activeRole(of: circumstances.caller)
        let target = replyTo.map {
            StreamAppend(to: ChatInput.message($0, in: self.chat), expected: .exists, events: [])
        }
        let sent = MessageSent(
            chat: self.chat, message: message, sender: sender, content: said, replyTo: replyTo, at: circumstances.now)
        return Decision([.sent(sent)], others: target.map { [$0] } ?? [])
    }

    /// The only further stream is that of the message which is answered.
    package func refusal(for conflict: StreamConflict) -> ChatRefusal? { .unknownReplyTarget }

    /// The id of the message that a user sends under a client message id: the same whenever it is sent again.
    package static func messageID(_ client: String, from sender: String, in chat: String) -> String {
        CommandID.derived(from: "chat.message", chat, sender, client).description
    }
}
