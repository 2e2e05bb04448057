import EventSourcing
import JSON

/// Uses a refresh token up for the next one; a token that was used up before ends the session.
package struct RefreshSession: Command, Equatable {
    package typealias Subject = Session

    package static let name = "accounts.refresh-session"
    package let session: String
    /// The hash of the token that was shown.
    package let shown: String
    /// The hash of the token that comes next.
    package let next: String
    /// Whether the account lets the session go on, as of `account`.
    package let isAdmitted: Bool
    /// The account's stream at the version that was looked at.
    package let account: StreamName
    package let accountVersion: StreamVersion

    package init(
        session: String, shown: String, next: String, isAdmitted: Bool, account: StreamName,
        accountVersion: StreamVersion
    ) {
        (self.session, self.shown, self.next, self.isAdmitted) = (session, shown, next, isAdmitted)
        (self.account, self.accountVersion) = (account, accountVersion)
    }

    package var stream: StreamName { Session.stream(session) }
    package var content: [UInt8] { Array(next.utf8) }

    package func isPermitted(to caller: Caller) -> Bool { caller.isSystem }

    package func decide(_ state: Session, _ circumstances: Circumstances) throws(SessionRefusal) -> Decision<Session> {
        guard let open = state.open else { throw .ended }
        guard circumstances.now < open.expiresAt else { throw .expired }
        // Why any other token ends the session: it is an old one or a guess, and either way somebody else knows of it.
        guard open.token == shown else { return Decision([.ended(SessionEnded(.tokenReused))]) }
        guard isAdmitted else { return Decision([.ended(SessionEnded(.accountChanged))]) }
        return Decision(
            [.refreshed(SessionRefreshed(token: next))],
            others: [StreamAppend(to: account, expected: .exact(accountVersion), events: [])])
    }

    package func refusal(for conflict: StreamConflict) -> SessionRefusal? { .accountChanged }
}
