import ContextKit
import EventSourcing

/// `Mutation.changePassword`
package enum ChangePasswordField: ProcedurePart {
    package static let field = "Mutation.changePassword"

    package static func install(in assembly: inout Assembly) {
        assembly.procedure(Self.self)
        assembly.needs((any PasswordHasher).self, by: Self.self)
        assembly.needs((any TokenIssuer).self, by: Self.self)
    }

    package static func run(_ input: Input, _ procedure: Procedure) async throws(PublicFailure) -> ResultRow {
        guard let user = procedure.viewer.actor?.text else { throw .unauthenticated }
        let given = input.object("input")
        let fresh = given?.text("newPassword") ?? ""
        let violations = AccountInput.check(password: fresh, at: "newPassword")
        guard violations.isEmpty else { throw PublicFailure(violations) }
        let account: UserAccount = try await procedure.load(UserAccount.stream(user)).state
        // Why the lock of logins: a stolen access token must not be a way to guess the password.
        let door = account.address.value
        if let door, try await isLocked(door, procedure) { return refused(SignInRefusal.locked) }
        let check = try await procedure.check(given?.text("password") ?? "", against: account.usablePassword)
        let hash = check.isRight ? try await procedure.hash(fresh) : nil
        let command = ChangePassword(
            user: user, password: hash, credential: account.credential, keptSession: procedure.viewer.session)
        switch try await procedure.send(command) {
        case .done(let receipt): return AccountAnswer.changed(user).with(receipt)
        case .refused(.wrongPassword):
            guard !check.isRight, let door else { return AccountAnswer.refused(.wrongPassword) }
            let failure = SettleSignIn(address: door, session: nil)
            guard
                case .refused(let refusal) = try await procedure.send(
                    failure, id: procedure.freshID(), as: LoginField.system)
            else { return AccountAnswer.refused(.wrongPassword) }
            return refused(refusal)
        case .refused(let refusal): return AccountAnswer.refused(refusal)
        }
    }

    private static func isLocked(_ address: String, _ procedure: Procedure) async throws(PublicFailure) -> Bool {
        let now = try procedure.port((any TokenIssuer).self).now
        return try await procedure.load(SignIn.stream(address), as: SignIn.self).state.isLocked(at: now)
    }

    private static func refused(_ refusal: SignInRefusal) -> ResultRow {
        AccountAnswer.refused(refusal.rawValue, refusal.message)
    }
}
