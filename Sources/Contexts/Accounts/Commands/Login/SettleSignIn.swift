import EventSourcing
import Prelude

/// Says what an attempt to sign in came to, once the password has been checked: a session, or one failure more.
///
/// Why the lock is looked at again here: of a hundred guesses that were checked at once, five count.
package struct SettleSignIn: Command, Equatable {
    package typealias Subject = SignIn

    package static let name = "accounts.settle-sign-in"
    package let address: String
    /// The session that begins if the address is that user's; nil when the password was wrong.
    package let session: SessionOpened?

    package init(address: String, session: SessionOpened?) {
        (self.address, self.session) = (address, session)
    }

    package var stream: StreamName { SignIn.stream(address) }
    package var content: [UInt8] { Array((session?.session ?? "").utf8) }

    /// Only the steps of a login, which have checked the password.
    package func isPermitted(to caller: Caller) -> Bool { caller.isSystem }

    package func decide(_ state: SignIn, _ circumstances: Circumstances) throws(SignInRefusal) -> Decision<SignIn> {
        guard !state.isLocked(at: circumstances.now) else { throw .locked }
        guard let session, session.user == state.holder else {
            return Decision([.failed(state.failure(at: circumstances.now))])
        }
        return Decision(
            [.succeeded(SignInSucceeded(user: session.user, session: session.session))],
            others: [
                StreamAppend(
                    to: Session.stream(session.session), expected: .none,
                    events: [Session.codec.encode(.opened(session))])
            ])
    }
}
