import ContextKit
import EventSourcing

/// `Mutation.addParticipant`
package enum AddParticipantField: ProcedurePart {
    package static let field = "Mutation.addParticipant"

    package static func install(in assembly: inout Assembly) {
        assembly.procedure(Self.self)
        assembly.needs((any CompanyDirectory).self, by: Self.self)
    }

    package static func run(_ input: Input, _ procedure: Procedure) async throws(PublicFailure) -> ResultRow {
        let given = input.object("input")
        let (chat, user) = (given?.text("chatId") ?? "", given?.text("userId") ?? "")
        let role = given?.text("role").flatMap(ChatRole.init) ?? .member
        // Why only whose company it is, and not whether they may: that is decided on the state that is guarded.
        let company = try await procedure.load(ChatInput.chat(chat), as: Conversation.self).state.company
        let settled = try await procedure.send(beside: company) { standing in
            AddParticipant(chat: chat, user: user, role: role, standing)
        }
        return switch settled {
        case .done(let receipt): ChatAnswer.changed(chat: chat, user: user).with(receipt)
        case .refused(let refusal): ChatAnswer.refused(refusal)
        }
    }
}
