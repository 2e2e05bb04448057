import ContextKit
import EventSourcing

/// `Mutation.addParticipant`
package enum AddParticipantField: CommandPart {
    package static let field = "Mutation.addParticipant"

    package static func command(_ input: Input, _ request: CommandRequest) -> AddParticipant {
        let given = input.object("input")
        return AddParticipant(
            chat: given?.text("chatId") ?? "", user: given?.text("userId") ?? "",
            role: given?.text("role").flatMap(ChatRole.init) ?? .member)
    }

    package static func result(_ command: AddParticipant, _ receipt: CommandReceipt<ConversationEvent>) -> ResultRow {
        ChatAnswer.changed(chat: command.chat, user: command.user)
    }

    package static func refused(_ refusal: ChatRefusal) -> ResultRow { ChatAnswer.refused(refusal) }
}
