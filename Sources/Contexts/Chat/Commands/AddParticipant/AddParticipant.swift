import EventSourcing

/// Brings somebody into a chat.
package struct AddParticipant: Command, Equatable {
    package static let name = "chat.add-participant"
    package let chat: String
    package let user: String
    package let role: ChatRole

    package init(chat: String, user: String, role: ChatRole) {
        self.chat = chat
        self.user = user
        self.role = role
    }

    package var stream: StreamName { ChatInput.chat(chat) }
    package var content: [UInt8] { Array("\(user)\u{0}\(role.rawValue)".utf8) }

    package func isPermitted(to caller: Caller) -> Bool { caller.actor != nil }

    package func violations() -> [InputViolation] {
        ChatInput.check(id: chat, at: "chatId") + ChatInput.check(user: user, at: "userId")
    }

    package func decide(
        _ state: Conversation, _ circumstances: Circumstances
    ) throws(ChatRefusal) -> Decision<Conversation> {
        let role = try state.managingRole(of: circumstances.caller)
        guard role.commands(self.role) else { throw .notAllowed }
        guard let user = ActorID(user) else { throw .unknownParticipant }
        guard state.roles[user] == nil else { throw .alreadyParticipant }
        guard state.roles.count < Conversation.participantsMax else { throw .chatFull }
        return Decision([.participantAdded(ParticipantAdded(chat: chat, Participant(user, self.role)))])
    }
}
