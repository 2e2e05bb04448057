import ContextKit
import EventSourcing

/// `Mutation.createChat`
package enum CreateChatField: CommandPart {
    package static let field = "Mutation.createChat"

    package static func command(_ input: Input, _ request: CommandRequest) -> CreateChat {
        let given = input.object("input")
        let kind = given?.text("kind").flatMap(ChatKind.init) ?? .group
        let members = given?.texts("members") ?? []
        var chat = given?.text("id") ?? request.newID("chat")
        if kind == .direct, let actor = request.viewer.actor, let other = members.first {
            chat = CreateChat.directID(actor.text, other)
        }
        return CreateChat(
            chat: chat, kind: kind, title: given?.text("title"), company: given?.text("companyId"),
            history: given?.text("history").flatMap(ChatHistory.init) ?? .full, members: members)
    }

    package static func result(_ command: CreateChat, _ receipt: CommandReceipt<ConversationEvent>) -> ResultRow {
        ChatAnswer.changed(chat: command.chat)
    }

    package static func refused(_ refusal: ChatRefusal) -> ResultRow { ChatAnswer.refused(refusal) }
}
