import EventSourcing

/// Gives somebody in a chat another role; only owners may.
package struct UpdateParticipantRole: Command, Equatable {
    package static let name = "chat.update-participant-role"
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
        let own = try state.managingRole(of: circumstances.caller)
        guard own == .owner else { throw .notAllowed }
        guard let user = ActorID(user), let theirs = state.roles[user] else { throw .unknownParticipant }
        guard theirs != role else { return .nothing }
        guard !state.isLastOwner(user) else { throw .lastOwner }
        return Decision([.roleChanged(ParticipantRoleChanged(chat: chat, Participant(user, role)))])
    }
}
