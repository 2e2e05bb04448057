import EventSourcing

/// Takes somebody out of a chat; whoever names themselves leaves it.
package struct RemoveParticipant: Command, Equatable {
    package static let name = "chat.remove-participant"
    package let chat: String
    package let user: String

    package init(chat: String, user: String) {
        self.chat = chat
        self.user = user
    }

    package var stream: StreamName { ChatInput.chat(chat) }
    package var content: [UInt8] { Array(user.utf8) }

    package func isPermitted(to caller: Caller) -> Bool { caller.actor != nil }

    package func violations() -> [InputViolation] {
        ChatInput.check(id: chat, at: "chatId") + ChatInput.check(user: user, at: "userId")
    }

    package func decide(
        _ state: Conversation, _ circumstances: Circumstances
    ) throws(ChatRefusal) -> Decision<Conversation> {
        let isLeaving = circumstances.caller.actor?.text == user
        // Why also when it is over: nobody is kept in a chat that somebody else has put them into.
        let role = isLeaving ? try state.role(of: circumstances.caller) : try state.activeRole(of: circumstances.caller)
        guard state.kind != .direct else { throw .directChat }
        guard isLeaving || role.manages else { throw .notAllowed }
        guard let user = ActorID(user), let theirs = state.roles[user] else { throw .unknownParticipant }
        guard isLeaving || role.commands(theirs) else { throw .notAllowed }
        guard state.roles.count == 1 || state.isArchived || !state.isLastOwner(user) else { throw .lastOwner }
        return Decision([.participantRemoved(ParticipantRemoved(chat: chat, user: user))])
    }
}
