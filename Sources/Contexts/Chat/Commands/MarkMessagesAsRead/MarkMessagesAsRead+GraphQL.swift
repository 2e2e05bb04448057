import ContextKit
import EventSourcing

/// `Mutation.markMessagesAsRead`
package enum MarkMessagesAsReadField: CommandPart {
    package static let field = "Mutation.markMessagesAsRead"

    package static func command(_ input: Input, _ request: CommandRequest) -> MarkMessagesAsRead {
        let given = input.object("input")
        return MarkMessagesAsRead(
            chat: given?.text("chatId") ?? "", user: request.viewer.actor ?? "nobody",
            upTo: given?.int("upTo") ?? 0)
    }

    package static func result(_ command: MarkMessagesAsRead, _ receipt: CommandReceipt<ReadMarkEvent>) -> ResultRow {
        ChatAnswer.changed(chat: command.chat)
    }

    package static func refused(_ refusal: ChatRefusal) -> ResultRow { ChatAnswer.refused(refusal) }
}
