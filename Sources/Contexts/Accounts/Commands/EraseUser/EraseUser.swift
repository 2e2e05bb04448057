import EventSourcing

/// Makes everything about a person unreadable, for ever, and gives their address up.
package struct EraseUser: Command, Equatable {
    package typealias Subject = UserAccount

    package static let name = "accounts.erase-user"
    package let user: String

    package init(user: String) { self.user = user }

    package var stream: StreamName { UserAccount.stream(user) }
    package var content: [UInt8] { [] }

    package func isPermitted(to caller: Caller) -> Bool { AccountPermission.isSelfOrAdmin(caller, user) }

    package func violations() -> [InputViolation] { AccountInput.check(id: user, at: "userId") }

    package func decide(
        _ state: UserAccount, _ circumstances: Circumstances
    ) throws(UserRefusal) -> Decision<UserAccount> {
        switch state.standing {
        case .unknown: throw .unknownUser
        case .erased: return .nothing
        case .active, .deactivated: break
        }
        guard let user = ActorID(user) else { throw .unknownUser }
        let released = state.address.value.map { address in
            StreamAppend(
                to: SignIn.stream(address), expected: .any,
                events: [SignIn.codec.encode(.addressReleased(AddressReleased()))])
        }
        return Decision([.erased(UserErased(user: user))], others: released.map { [$0] } ?? [])
    }
}
