import ContextKit
import EventSourcing

/// `Mutation.logout`
package enum LogoutField: ProcedurePart {
    package static let field = "Mutation.logout"

    package static func run(_ input: Input, _ procedure: Procedure) async throws(PublicFailure) -> ResultRow {
        guard let user = procedure.viewer.actor else { throw .unauthenticated }
        let none = SessionRefusal.ended
        guard let session = procedure.viewer.session else { return AccountAnswer.refused(none.rawValue, none.message) }
        return switch try await procedure.send(EndSession(session: session)) {
        case .done(let receipt): ResultRow("SignedOut", ["user_id": .text(user.text)]).with(receipt)
        case .refused(let refusal): AccountAnswer.refused(refusal.rawValue, refusal.message)
        }
    }
}
