import EventSourcing

/// Gives another user another role, from their next token on.
package struct ChangeUserRole: Command, Equatable {
    package typealias Subject = UserAccount

    package static let name = "accounts.change-user-role"
    package let user: String
    package let role: UserRole

    package init(user: String, role: UserRole) {
        (self.user, self.role) = (user, role)
    }

    package var stream: StreamName { UserAccount.stream(user) }
    package var content: [UInt8] { Array(role.rawValue.utf8) }

    package func isPermitted(to caller: Caller) -> Bool { AccountPermission.isAdmin(caller) }

    package func violations() -> [InputViolation] { AccountInput.check(id: user, at: "userId") }

    package func decide(
        _ state: UserAccount, _ circumstances: Circumstances
    ) throws(UserRefusal) -> Decision<UserAccount> {
        try state.requireActive()
        guard let user = ActorID(user) else { throw .unknownUser }
        // Why: the last administrator could otherwise lock everybody out by mistake.
        guard circumstances.caller.actor != user else { throw .ownRole }
        return state.role == role ? .nothing : Decision([.roleChanged(UserRoleChanged(user: user, role: role))])
    }
}
