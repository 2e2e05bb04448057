import ContextKit
import EventSourcing

/// `Mutation.login`
///
/// Every attempt reads two streams, checks one password and appends one event, whether or not the address belongs to
/// anybody: neither the answer nor its time tells.
package enum LoginField: ProcedurePart {
    package static let field = "Mutation.login"
    /// In whose name attempts are recorded.
    static let system = Caller.system("accounts")

    package static func install(in assembly: inout Assembly) {
        assembly.procedure(Self.self)
        assembly.needs((any PasswordHasher).self, by: Self.self)
        assembly.needs((any AddressIndex).self, by: Self.self)
        assembly.needs((any TokenIssuer).self, by: Self.self)
    }

    package static func run(_ input: Input, _ procedure: Procedure) async throws(PublicFailure) -> ResultRow {
        let given = input.object("input")
        let email = AccountInput.folded(given?.text("email") ?? "")
        let address = try procedure.port((any AddressIndex).self).key(of: email, in: procedure.viewer.tenant)
        let issuer = try procedure.port((any TokenIssuer).self)
        let door: SignIn = try await procedure.load(SignIn.stream(address)).state
        guard !door.isLocked(at: issuer.now) else { return refused(.locked) }
        let user = door.holder ?? "-"
        let account: UserAccount = try await procedure.load(UserAccount.stream(user.text)).state
        let check = try await procedure.check(given?.text("password") ?? "", against: account.usablePassword)
        guard check.isRight else { return try await failed(address, procedure) }
        return try await succeeded(user, account, check, address, procedure)
    }

    private static func failed(_ address: String, _ procedure: Procedure) async throws(PublicFailure) -> ResultRow {
        let settled = try await procedure.send(
            SettleSignIn(address: address, session: nil), id: procedure.freshID(), as: system)
        return switch settled {
        case .done: AccountAnswer.refused(.wrongPassword)
        case .refused(let refusal): refused(refusal)
        }
    }

    private static func succeeded(
        _ user: ActorID, _ account: UserAccount, _ check: PasswordCheck, _ address: String, _ procedure: Procedure
    ) async throws(PublicFailure) -> ResultRow {
        let issuer = try procedure.port((any TokenIssuer).self)
        // Why from the field's id: a login that is sent again, because its answer was lost, is the same session.
        let id = procedure.newID("session")
        let token = RefreshToken(
            session: id, secret: issuer.secret(for: "login", [id, user.text, procedure.id.description]))
        let session = SessionOpened(
            session: token.session, user: user, credential: account.credential,
            token: issuer.digest(of: token.secret), expiresAt: issuer.sessionEnd)
        guard
            let access = issuer.accessToken(
                for: user, in: procedure.viewer.tenant, role: account.role.claim, session: token.session)
        else { throw .issuesNoTokens }
        let settled = try await procedure.send(SettleSignIn(address: address, session: session), as: system)
        guard case .done(let receipt) = settled else { return refused(.locked) }
        var end = session.expiresAt
        if receipt.isRepeated {
            // Why looked at: since the first time the session may have ended or gone on.
            let kept: Session = try await procedure.load(Session.stream(id)).state
            guard let open = kept.open, open.token == session.token, issuer.now < open.expiresAt,
                account.admits(session: id, begunWith: open.credential)
            else { return AccountAnswer.refused(SessionRefusal.ended.rawValue, SessionRefusal.ended.message) }
            end = open.expiresAt
        }
        // Why looked at: the address may have been given up while the password was checked.
        guard case .succeeded? = receipt.events.first else { return AccountAnswer.refused(.wrongPassword) }
        if let replacement = check.replacement {
            let rehash = RehashPassword(user: user, password: replacement, credential: account.credential)
            // Why its failure is nobody's: the old hash is as right as before, and the next login tries again.
            _ = try? await procedure.send(rehash, id: procedure.freshID(), as: system)
        }
        return AccountAnswer.signedIn(user.text, access, refresh: token.text, until: end).with(receipt)
    }

    private static func refused(_ refusal: SignInRefusal) -> ResultRow {
        AccountAnswer.refused(refusal.rawValue, refusal.message)
    }
}

extension PublicFailure {
    static let issuesNoTokens = PublicFailure(
        "FORBIDDEN", "This gateway accepts the tokens of another issuer and makes none.")
}
