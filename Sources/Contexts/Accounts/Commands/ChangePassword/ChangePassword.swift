import EventSourcing

/// Gives the caller's own account another password and ends every other session.
package struct ChangePassword: Command, Equatable {
    package typealias Subject = UserAccount

    package static let name = "accounts.change-password"
    package let user: String
    /// The hash of the new password; nil when the old one was not right.
    package let password: String?
    /// Which of the account's passwords was shown.
    package let credential: Int64
    package let keptSession: String?

    package init(user: String, password: String?, credential: Int64, keptSession: String?) {
        (self.user, self.password, self.credential, self.keptSession) = (user, password, credential, keptSession)
    }

    package var stream: StreamName { UserAccount.stream(user) }
    /// Why empty: sent again, the old password is no longer right; the outcome of the first time is the answer.
    package var content: [UInt8] { [] }

    package func isPermitted(to caller: Caller) -> Bool { AccountPermission.isSelf(caller, user) }

    package func decide(
        _ state: UserAccount, _ circumstances: Circumstances
    ) throws(UserRefusal) -> Decision<UserAccount> {
        try state.requireActive()
        guard let password, credential == state.credential, let user = ActorID(user) else { throw .wrongPassword }
        return Decision([
            .passwordChanged(PasswordChanged(user: user, password: .known(password), keptSession: keptSession))
        ])
    }
}
