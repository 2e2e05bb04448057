import EventSourcing

/// Gives a chat another title, or shows newcomers another part of its history; what is nil stays as it is.
package struct UpdateChat: Command, Equatable {
    package static let name = "chat.update-chat"
    package let chat: String
    package let title: String?
    package let history: ChatHistory?

    package init(chat: String, title: String? = nil, history: ChatHistory? = nil) {
        self.chat = chat
        self.title = title
        self.history = history
    }

    package var stream: StreamName { ChatInput.chat(chat) }
    package var content: [UInt8] { Array("\(title.map { "=" + $0 } ?? "")\u{0}\(history?.rawValue ?? "")".utf8) }

    package func isPermitted(to caller: Caller) -> Bool { caller.actor != nil }

    package func violations() -> [InputViolation] {
        var found = ChatInput.check(id: chat, at: "chatId")
        if let title { found += ChatInput.check(title: title) }
        if title == nil, history == nil {
            found.append(InputViolation("title", code: "EMPTY", "Give a `title`, a `history` or both."))
        }
        return found
    }

    package func decide(
        _ state: Conversation, _ circumstances: Circumstances
    ) throws(ChatRefusal) -> Decision<Conversation> {
        _ = try state.managingRole(of: circumstances.caller)
        let isAsWanted = (title ?? state.title) == state.title && (history ?? state.history) == state.history
        return isAsWanted ? .nothing : Decision([.updated(ChatUpdated(chat: chat, title: title, history: history))])
    }
}
