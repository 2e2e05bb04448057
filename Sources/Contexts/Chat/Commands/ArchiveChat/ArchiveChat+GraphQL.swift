import ContextKit
import EventSourcing

/// `Mutation.archiveChat`
package enum ArchiveChatField: CommandPart {
    package static let field = "Mutation.archiveChat"

    package static func command(_ input: Input, _ request: CommandRequest) -> ArchiveChat {
        let given = input.object("input")
        return ArchiveChat(chat: given?.text("chatId") ?? "")
    }

    package static func result(_ command: ArchiveChat, _ receipt: CommandReceipt<ConversationEvent>) -> ResultRow {
        ChatAnswer.changed(chat: command.chat)
    }

    package static func refused(_ refusal: ChatRefusal) -> ResultRow { ChatAnswer.refused(refusal) }
}
