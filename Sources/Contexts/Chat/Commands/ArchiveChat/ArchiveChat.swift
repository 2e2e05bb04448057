import EventSourcing

/// Ends a chat: those who manage it may, and in a direct chat either of the two.
package struct ArchiveChat: Command, Equatable {
    package static let name = "chat.archive-chat"
    package let chat: String

    package init(chat: String) {
        self.chat = chat
    }

    package var stream: StreamName { ChatInput.chat(chat) }
    package var content: [UInt8] { [] }

    package func isPermitted(to caller: Caller) -> Bool { caller.actor != nil }

    package func violations() -> [InputViolation] {
        ChatInput.check(id: chat, at: "chatId")
    }

    package func decide(
        _ state: Conversation, _ circumstances: Circumstances
    ) throws(ChatRefusal) -> Decision<Conversation> {
        let role = try state.role(of: circumstances.caller)
        guard role.manages || state.kind == .direct else { throw .notAllowed }
        return state.isArchived ? .nothing : Decision([.archived(ChatArchived(chat: chat))])
    }
}
