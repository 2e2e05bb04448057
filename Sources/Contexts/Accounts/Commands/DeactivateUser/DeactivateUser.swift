import EventSourcing

/// Closes an account: no login, no refresh; what the user did stays.
package struct DeactivateUser: Command, Equatable {
    package typealias Subject = UserAccount

    package static let name = "accounts.deactivate-user"
    package let user: String

    package init(user: String) { self.user = user }

    package var stream: StreamName { UserAccount.stream(user) }
    package var content: [UInt8] { [] }

    package func isPermitted(to caller: Caller) -> Bool { AccountPermission.isSelfOrAdmin(caller, user) }

    package func violations() -> [InputViolation] { AccountInput.check(id: user, at: "userId") }

    package func decide(
        _ state: UserAccount, _ circumstances: Circumstances
    ) throws(UserRefusal) -> Decision<UserAccount> {
        if state.standing == .deactivated { return .nothing }
        try state.requireActive()
        guard let user = ActorID(user) else { throw .unknownUser }
        return Decision([.deactivated(UserDeactivated(user: user))])
    }
}
