import ContextKit
import EventSourcing

/// `Mutation.updateChat`
package enum UpdateChatField: CommandPart {
    package static let field = "Mutation.updateChat"

    package static func command(_ input: Input, _ request: CommandRequest) -> UpdateChat {
        let given = input.object("input")
        return UpdateChat(
            chat: given?.text("chatId") ?? "", title: given?.text("title"),
            history: given?.text("history").flatMap(ChatHistory.init))
    }

    package static func result(_ command: UpdateChat, _ receipt: CommandReceipt<ConversationEvent>) -> ResultRow {
        ChatAnswer.changed(chat: command.chat)
    }

    package static func refused(_ refusal: ChatRefusal) -> ResultRow { ChatAnswer.refused(refusal) }
}
