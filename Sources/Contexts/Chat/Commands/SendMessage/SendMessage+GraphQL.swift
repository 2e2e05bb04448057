import ContextKit
import EventSourcing

/// `Mutation.sendMessage`
package enum SendMessageField: CommandPart {
    package static let field = "Mutation.sendMessage"

    package static func command(_ input: Input, _ request: CommandRequest) -> SendMessage {
        let given = input.object("input")
        let (chat, sender) = (given?.text("chatId") ?? "", request.viewer.actor?.text ?? "")
        let message =
            given?.text("clientMessageId").flatMap { $0.isEmpty ? nil : $0 }.map {
                SendMessage.messageID($0, from: sender, in: chat)
            }
            ?? request.newID("message")
        return SendMessage(
            chat: chat, message: message,
            said: MessageContent(given?.text("text") ?? "", attachments: given?.texts("attachments") ?? []),
            replyTo: given?.text("replyTo"))
    }

    package static func result(_ command: SendMessage, _ receipt: CommandReceipt<MessageEvent>) -> ResultRow {
        ChatAnswer.changed(chat: command.chat, message: command.message)
    }

    package static func refused(_ refusal: ChatRefusal) -> ResultRow { ChatAnswer.refused(refusal) }
}
