import ContextKit
import EventSourcing

/// `Mutation.muteChat`
package enum MuteChatField: CommandPart {
    package static let field = "Mutation.muteChat"

    package static func command(_ input: Input, _ request: CommandRequest) -> MuteChat {
        let given = input.object("input")
        return MuteChat(
            chat: given?.text("chatId") ?? "", user: request.viewer.actor ?? "nobody",
            isMuted: given?.bool("muted") ?? true)
    }

    package static func result(_ command: MuteChat, _ receipt: CommandReceipt<ReadMarkEvent>) -> ResultRow {
        ChatAnswer.changed(chat: command.chat)
    }

    package static func refused(_ refusal: ChatRefusal) -> ResultRow { ChatAnswer.refused(refusal) }
}
