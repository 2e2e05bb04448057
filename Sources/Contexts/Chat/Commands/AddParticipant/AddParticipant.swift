import EventSourcing

/// Brings somebody into a chat.
package struct AddParticipant: Command, Equatable {
    package static let name = "chat.add-participant"
    package let chat: String
    package let user: String
    package let role: ChatRole
    /// Who is in the company of a company chat.
    package let standing: CompanyStanding?

    package init(chat: String, user: String, role: ChatRole, _ standing: CompanyStanding? = nil) {
        (self.chat, self.user, self.role, self.standing) = (chat, user, role, standing)
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
        let added = ParticipantAdded(chat: chat, Participant(user, self.role), history: state.history)
        let proof = try state.company.map { (company) throws(ChatRefusal) in
            try CompanyStanding.proof(that: [user], areIn: company, standing)
        }
        return Decision([.participantAdded(added)], others: proof.map { [$0] } ?? [])
    }

    /// The only further stream is the company's.
    package func refusal(for conflict: StreamConflict) -> ChatRefusal? { .companyChanged }
}
