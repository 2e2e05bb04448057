import EventSourcing

/// Takes somebody out of a chat of a company that they are no longer in; only the gateway itself does.
///
/// Whoever owned the chat alone is followed by an admin or, without one, by a member: others are never left without an
/// owner.
package struct LeaveWithCompany: Command, Equatable {
    package typealias Subject = Conversation

    package static let name = "chat.leave-with-company"
    package let chat: String
    package let user: ActorID
    package let company: String

    package init(chat: String, user: ActorID, company: String) {
        (self.chat, self.user, self.company) = (chat, user, company)
    }

    package var stream: StreamName { ChatInput.chat(chat) }
    package var content: [UInt8] { Array("\(company)\u{0}\(user)".utf8) }

    package func isPermitted(to caller: Caller) -> Bool { caller.isSystem }

    package func decide(
        _ state: Conversation, _ circumstances: Circumstances
    ) throws(ChatRefusal) -> Decision<Conversation> {
        guard state.company == company, state.roles[user] != nil else { return .nothing }
        let removed = ConversationEvent.participantRemoved(ParticipantRemoved(chat: chat, user: user))
        guard state.isLastOwner(user), let heir = heir(in: state) else { return Decision([removed]) }
        let promoted = ParticipantRoleChanged(chat: chat, Participant(heir, .owner))
        return Decision([.roleChanged(promoted), removed])
    }

    private func heir(in state: Conversation) -> ActorID? {
        let others = state.roles.filter { $0.key != user }
        let admins = others.filter { $0.value == .admin }.keys
        return admins.min() ?? others.keys.min()
    }
}
