import EventSourcing

/// Gives a user another name or phone number; what is nil stays as it is.
package struct UpdateProfile: Command, Equatable {
    package typealias Subject = UserAccount

    package static let name = "accounts.update-profile"
    package let user: String
    package let fullName: String?
    package let phone: String?
    package let removesPhone: Bool

    package init(user: String, fullName: String? = nil, phone: String? = nil, removesPhone: Bool = false) {
        (self.user, self.fullName, self.phone, self.removesPhone) = (user, fullName, phone, removesPhone)
    }

    package var stream: StreamName { UserAccount.stream(user) }
    /// Why only what is given and not the values: what is stored of the content is a hash that anybody can compute, and
    /// names and numbers can be guessed.
    package var content: [UInt8] { [fullName == nil ? 0 : 1, phone == nil ? 0 : 1, removesPhone ? 1 : 0] }

    package func isPermitted(to caller: Caller) -> Bool { AccountPermission.isSelfOrAdmin(caller, user) }

    package func violations() -> [InputViolation] {
        var found = AccountInput.check(id: user, at: "userId") + AccountInput.check(phone: phone)
        if let fullName { found += AccountInput.check(name: fullName) }
        if fullName == nil, phone == nil, !removesPhone {
            found.append(InputViolation("name", code: "EMPTY", "Give a `name`, a `phone` or `removePhone`."))
        }
        if phone != nil, removesPhone {
            found.append(
                InputViolation("removePhone", code: "CONTRADICTION", "Give `phone` or `removePhone`, not both."))
        }
        return found
    }

    package func decide(
        _ state: UserAccount, _ circumstances: Circumstances
    ) throws(UserRefusal) -> Decision<UserAccount> {
        try state.requireActive()
        guard let user = ActorID(user) else { throw .unknownUser }
        let name = fullName.flatMap { state.fullName == .known($0) ? nil : Personal.known($0) }
        let number = phone.flatMap { state.phone == .known($0) ? nil : Personal.known($0) }
        let removes = removesPhone && state.phone != nil
        guard name != nil || number != nil || removes else { return .nothing }
        return Decision([
            .profileUpdated(UserProfileUpdated(user: user, fullName: name, phone: number, removesPhone: removes))
        ])
    }
}
