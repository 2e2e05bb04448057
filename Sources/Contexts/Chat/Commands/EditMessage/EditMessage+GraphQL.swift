import ContextKit
import EventSourcing

/// `Mutation.editMessage`
package enum EditMessageField: CommandPart {
    package static let field = "Mutation.editMessage"

    package static func command(_ input: Input, _ request: CommandRequest) -> EditMessage {
        let given = input.object("input")
        return EditMessage(
            chat: given?.text("chatId") ?? "", message: given?.text("messageId") ?? "",
            text: given?.text("text") ?? "")
    }

    package static func result(_ command: EditMessage, _ receipt: CommandReceipt<MessageEvent>) -> ResultRow {
        ChatAnswer.changed(chat: command.chat, message: command.message)
    }

    package static func refused(_ refusal: ChatRefusal) -> ResultRow { ChatAnswer.refused(refusal) }
}
