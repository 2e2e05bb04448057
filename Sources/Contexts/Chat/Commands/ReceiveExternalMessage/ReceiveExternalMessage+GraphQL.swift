import ContextKit
import EventSourcing

/// `Mutation.receiveExternalMessage`
package enum ReceiveExternalMessageField: CommandPart {
    package static let field = "Mutation.receiveExternalMessage"

    package static func command(_ input: Input, _ request: CommandRequest) -> ReceiveExternalMessage {
        let given = input.object("input")
        let chat = given?.text("chatId") ?? ""
        let channel = ExternalChannel(
            channel: given?.text("channel") ?? "", externalID: given?.text("externalId") ?? "")
        return ReceiveExternalMessage(
            chat: chat,
            message: ReceiveExternalMessage.messageID(
                given?.text("externalMessageId") ?? "", from: channel, in: chat),
            channel: channel, author: given?.text("author") ?? "",
            said: MessageContent(given?.text("text") ?? "", attachments: given?.texts("attachments") ?? []))
    }

    package static func result(_ command: ReceiveExternalMessage, _ receipt: CommandReceipt<MessageEvent>) -> ResultRow
    {
        ChatAnswer.changed(chat: command.chat, message: command.message)
    }

    package static func refused(_ refusal: ChatRefusal) -> ResultRow { ChatAnswer.refused(refusal) }
}
