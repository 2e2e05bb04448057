import ContextKit
import EventSourcing

/// `Mutation.createChat`
package enum CreateChatField: ProcedurePart {
    package static let field = "Mutation.createChat"

    package static func install(in assembly: inout Assembly) {
        assembly.procedure(Self.self)
        assembly.needs((any CompanyDirectory).self, by: Self.self)
    }

    package static func run(_ input: Input, _ procedure: Procedure) async throws(PublicFailure) -> ResultRow {
        let given = input.object("input")
        let kind = given?.text("kind").flatMap(ChatKind.init) ?? .group
        let members = given?.texts("members") ?? []
        let actor = procedure.viewer.actor
        var chat = given?.text("id") ?? procedure.newID("chat")
        if kind == .direct, let actor, let other = members.first { chat = CreateChat.directID(actor.text, other) }
        let company = given?.text("companyId")
        let settled = try await procedure.send(beside: kind == .company && actor != nil ? company : nil) { standing in
            CreateChat(
                chat: chat, kind: kind, title: given?.text("title"), company: company,
                history: given?.text("history").flatMap(ChatHistory.init) ?? .full, members: members, by: actor,
                standing)
        }
        return switch settled {
        case .done(let receipt): ChatAnswer.changed(chat: chat).with(receipt)
        case .refused(let refusal): ChatAnswer.refused(refusal)
        }
    }
}
