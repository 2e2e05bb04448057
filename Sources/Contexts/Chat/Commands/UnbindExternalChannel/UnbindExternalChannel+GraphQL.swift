import ContextKit
import EventSourcing

/// `Mutation.unbindExternalChannel`
package enum UnbindExternalChannelField: CommandPart {
    package static let field = "Mutation.unbindExternalChannel"

    package static func command(_ input: Input, _ request: CommandRequest) -> UnbindExternalChannel {
        let given = input.object("input")
        let channel = ExternalChannel(
            channel: given?.text("channel") ?? "", externalID: given?.text("externalId") ?? "")
        return UnbindExternalChannel(chat: given?.text("chatId") ?? "", channel: channel)
    }

    package static func result(_ command: UnbindExternalChannel, _ receipt: CommandReceipt<ConversationEvent>)
        -> ResultRow
    {
        ChatAnswer.changed(chat: command.chat)
    }

    package static func refused(_ refusal: ChatRefusal) -> ResultRow { ChatAnswer.refused(refusal) }
}
