import ContextKit
import EventSourcing

/// `Mutation.removeParticipant`
package enum RemoveParticipantField: CommandPart {
    package static let field = "Mutation.removeParticipant"

    package static func command(_ input: Input, _ request: CommandRequest) -> RemoveParticipant {
        let given = input.object("input")
        return RemoveParticipant(chat: given?.text("chatId") ?? "", user: given?.text("userId") ?? "")
    }

    package static func result(_ command: RemoveParticipant, _ receipt: CommandReceipt<ConversationEvent>) -> ResultRow
    {
        ChatAnswer.changed(chat: command.chat, user: command.user)
    }

    package static func refused(_ refusal: ChatRefusal) -> ResultRow { ChatAnswer.refused(refusal) }
}
