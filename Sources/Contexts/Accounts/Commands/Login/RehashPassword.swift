import EventSourcing

/// Stores a hash of the same password with today's parameters.
package struct RehashPassword: Command, Equatable {
    package typealias Subject = UserAccount

    package static let name = "accounts.rehash-password"
    package let user: ActorID
    package let password: String
    /// Which of the account's passwords was hashed.
    package let credential: Int64

    package init(user: ActorID, password: String, credential: Int64) {
        (self.user, self.password, self.credential) = (user, password, credential)
    }

    package var stream: StreamName { UserAccount.stream(user.text) }
    package var content: [UInt8] { Array("\(credential)".utf8) }

    package func isPermitted(to caller: Caller) -> Bool { caller.isSystem }

    package func decide(
        _ state: UserAccount, _ circumstances: Circumstances
    ) throws(UserRefusal) -> Decision<UserAccount> {
        try state.requireActive()
        // A password that was changed meanwhile has a fresh hash already.
        guard state.credential == credential else { return .nothing }
        return Decision([.passwordRehashed(PasswordRehashed(user: user, password: .known(password)))])
    }
}
