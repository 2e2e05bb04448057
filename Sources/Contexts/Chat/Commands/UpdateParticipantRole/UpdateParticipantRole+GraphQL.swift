import ContextKit
import EventSourcing

/// `Mutation.updateParticipantRole`
package enum UpdateParticipantRoleField: CommandPart {
    package static let field = "Mutation.updateParticipantRole"

    package static func command(_ input: Input, _ request: CommandRequest) -> UpdateParticipantRole {
        let given = input.object("input")
        return UpdateParticipantRole(
            chat: given?.text("chatId") ?? "", user: given?.text("userId") ?? "",
            role: given?.text("role").flatMap(ChatRole.init) ?? .member)
    }

    package static func result(_ command: UpdateParticipantRole, _ receipt: CommandReceipt<ConversationEvent>)
        -> ResultRow
    {
        ChatAnswer.changed(chat: command.chat, user: command.user)
    }

    package static func refused(_ refusal: ChatRefusal) -> ResultRow { ChatAnswer.refused(refusal) }
}
