import ContextKit
import EventSourcing

/// `Mutation.markMessagesAsRead`
package enum MarkMessagesAsReadField: ProcedurePart {
    package static let field = "Mutation.markMessagesAsRead"

    package static func run(_ input: Input, _ procedure: Procedure) async throws(PublicFailure) -> ResultRow {
        guard let user = procedure.viewer.actor else { throw .unauthenticated }
        let given = input.object("input")
        let (chat, upTo) = (given?.text("chatId") ?? "", given?.int("upTo") ?? 0)
        let head = try await procedure.head(atLeast: upTo)
        let mark = MarkMessagesAsRead(chat: chat, user: user, upTo: upTo, head: head.number)
        return switch try await procedure.send(mark) {
        case .done(let receipt): ChatAnswer.changed(chat: chat).with(receipt)
        case .refused(let refusal): ChatAnswer.refused(refusal)
        }
    }
}
