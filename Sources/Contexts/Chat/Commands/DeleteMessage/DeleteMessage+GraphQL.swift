import ContextKit
import EventSourcing

/// `Mutation.deleteMessage`
package enum DeleteMessageField: CommandPart {
    package static let field = "Mutation.deleteMessage"

    package static func command(_ input: Input, _ request: CommandRequest) -> DeleteMessage {
        let given = input.object("input")
        return DeleteMessage(chat: given?.text("chatId") ?? "", message: given?.text("messageId") ?? "")
    }

    package static func result(_ command: DeleteMessage, _ receipt: CommandReceipt<MessageEvent>) -> ResultRow {
        ChatAnswer.changed(chat: command.chat, message: command.message)
    }

    package static func refused(_ refusal: ChatRefusal) -> ResultRow { ChatAnswer.refused(refusal) }
}
