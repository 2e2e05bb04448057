import ContextKit
import EventSourcing

/// `Mutation.bindExternalChannel`
package enum BindExternalChannelField: CommandPart {
    package static let field = "Mutation.bindExternalChannel"

    package static func command(_ input: Input, _ request: CommandRequest) -> BindExternalChannel {
        let given = input.object("input")
        let channel = ExternalChannel(
            channel: given?.text("channel") ?? "", externalID: given?.text("externalId") ?? "")
        return BindExternalChannel(chat: given?.text("chatId") ?? "", channel: channel)
    }

    package static func result(_ command: BindExternalChannel, _ receipt: CommandReceipt<ConversationEvent>)
        -> ResultRow
    {
        ChatAnswer.changed(chat: command.chat)
    }

    package static func refused(_ refusal: ChatRefusal) -> ResultRow { ChatAnswer.refused(refusal) }
}
