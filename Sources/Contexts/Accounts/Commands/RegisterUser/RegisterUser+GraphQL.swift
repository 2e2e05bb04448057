import ContextKit
import EventSourcing

/// `Mutation.registerUser`
package enum RegisterUserField: ProcedurePart {
    package static let field = "Mutation.registerUser"

    package static func install(in assembly: inout Assembly) {
        assembly.procedure(Self.self)
        assembly.needs((any PasswordHasher).self, by: Self.self)
        assembly.needs((any AddressIndex).self, by: Self.self)
    }

    package static func run(_ input: Input, _ procedure: Procedure) async throws(PublicFailure) -> ResultRow {
        let given = input.object("input")
        let password = given?.text("password") ?? ""
        let email = AccountInput.folded(given?.text("email") ?? "")
        let chosen = given?.text("id")
        func command(_ hash: String) throws(PublicFailure) -> RegisterUser {
            RegisterUser(
                user: chosen ?? procedure.newID("user"), isChosen: chosen != nil, email: email,
                address: try procedure.port((any AddressIndex).self).key(of: email, in: procedure.viewer.tenant),
                fullName: given?.text("name") ?? "", phone: given?.text("phone"), password: hash)
        }
        // Why before hashing: who sends nonsense must not cost a tenth of a second.
        let draft = try command("")
        guard draft.isPermitted(to: procedure.caller) else {
            throw procedure.viewer.actor == nil ? .unauthenticated : .forbidden
        }
        let violations = draft.violations() + AccountInput.check(password: password, at: "password")
        guard violations.isEmpty else { throw PublicFailure(violations) }
        let hash = try await procedure.hash(password)
        let registration = try command(hash)
        return switch try await procedure.send(registration) {
        case .done(let receipt): AccountAnswer.changed(registration.user).with(receipt)
        case .refused(let refusal): AccountAnswer.refused(refusal.rawValue, refusal.message)
        }
    }
}
