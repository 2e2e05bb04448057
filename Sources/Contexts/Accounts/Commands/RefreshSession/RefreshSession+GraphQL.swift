import ContextKit
import EventSourcing

/// `Mutation.refreshSession`
package enum RefreshSessionField: ProcedurePart {
    package static let field = "Mutation.refreshSession"
    /// Limit: how often the account is looked at again because it was changed meanwhile.
    private static let attemptsMax = 3

    package static func install(in assembly: inout Assembly) {
        assembly.procedure(Self.self)
        assembly.needs((any TokenIssuer).self, by: Self.self)
    }

    package static func run(_ input: Input, _ procedure: Procedure) async throws(PublicFailure) -> ResultRow {
        guard let token = RefreshToken(input.object("input")?.text("refreshToken") ?? "") else {
            return refused(.ended)
        }
        for _ in 0..<attemptsMax {
            if let row = try await attempt(token, procedure) { return row }
        }
        return refused(.accountChanged)
    }

    /// Nil to look again.
    private static func attempt(_ token: RefreshToken, _ procedure: Procedure) async throws(PublicFailure) -> ResultRow?
    {
        let issuer = try procedure.port((any TokenIssuer).self)
        let session: Session = try await procedure.load(Session.stream(token.session)).state
        guard let open = session.open else { return refused(.ended) }
        let stream = UserAccount.stream(open.user.text)
        let account = try await procedure.load(stream, as: UserAccount.self)
        // Why from the shown one and the id: a client that sends the command again, because it never had the answer, is
        // given the same pair. Under another id, or with another token, it is somebody else's.
        let next = RefreshToken(
            session: token.session,
            secret: issuer.secret(for: "refresh", [token.session, token.secret, procedure.id.description]))
        guard
            let access = issuer.accessToken(
                for: open.user, in: procedure.viewer.tenant, role: account.state.role.claim, session: token.session)
        else { throw .issuesNoTokens }
        let command = RefreshSession(
            session: token.session, shown: issuer.digest(of: token.secret), next: issuer.digest(of: next.secret),
            isAdmitted: account.state.admits(session: token.session, begunWith: open.credential), account: stream,
            accountVersion: account.version)
        switch try await procedure.send(command, as: LoginField.system) {
        case .refused(.accountChanged): return nil
        case .refused(let refusal): return refused(refusal)
        case .done(let receipt):
            switch receipt.events.first {
            case .refreshed:
                if receipt.isRepeated, try await !isCurrent(command, procedure) { return refused(.ended) }
                return AccountAnswer.signedIn(open.user.text, access, refresh: next.text, until: open.expiresAt)
                    .with(receipt)
            case .ended(let ended): return refused(ended.reason == .tokenReused ? .tokenReused : .ended)
            case .opened, nil: return refused(.ended)
            }
        }
    }

    /// Whether the token that a repeated command gives is still the one that is good: since the first time the session
    /// may have ended or gone on.
    private static func isCurrent(
        _ command: RefreshSession, _ procedure: Procedure
    ) async throws(PublicFailure) -> Bool {
        let now = try procedure.port((any TokenIssuer).self).now
        let session: Session = try await procedure.load(command.stream).state
        guard let open = session.open else { return false }
        return command.isAdmitted && open.token == command.next && now < open.expiresAt
    }

    private static func refused(_ refusal: SessionRefusal) -> ResultRow {
        AccountAnswer.refused(refusal.rawValue, refusal.message)
    }
}
