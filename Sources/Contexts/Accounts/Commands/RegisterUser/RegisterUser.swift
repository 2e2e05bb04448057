import EventSourcing

/// Makes an account and claims its address, both or neither.
package struct RegisterUser: Command, Equatable {
    package typealias Subject = SignIn

    package static let name = "accounts.register-user"
    package let user: String
    /// Whether the caller has chosen the id.
    package let isChosen: Bool
    package let email: String
    /// The keyed hash of the address.
    package let address: String
    package let fullName: String
    package let phone: String?
    /// The hash of the password.
    package let password: String

    package init(
        user: String, isChosen: Bool = false, email: String, address: String, fullName: String, phone: String?,
        password: String
    ) {
        (self.user, self.isChosen, self.email, self.address) = (user, isChosen, email, address)
        (self.fullName, self.phone, self.password) = (fullName, phone, password)
    }

    package var stream: StreamName { SignIn.stream(address) }
    /// Why neither name nor password: what is stored of the content is a hash that anybody can compute, and those can
    /// be guessed. The address is here by its keyed hash, in the stream's name.
    package var content: [UInt8] { Array(user.utf8) }

    /// Whoever has reached the gateway; but an id is chosen by administrators only. Why: tokens of another issuer may
    /// name users who have no account here, and whoever took such a name would be that user from then on.
    package func isPermitted(to caller: Caller) -> Bool {
        !isChosen || caller.isSystem || AccountPermission.isAdmin(caller)
    }

    package func violations() -> [InputViolation] {
        AccountInput.check(id: user, at: "id") + AccountInput.check(email: email)
            + AccountInput.check(name: fullName) + AccountInput.check(phone: phone)
    }

    package func decide(_ state: SignIn, _ circumstances: Circumstances) throws(SignInRefusal) -> Decision<SignIn> {
        guard state.holder == nil else { throw .addressTaken }
        guard let user = ActorID(user) else { throw .userExists }
        let registered = UserRegistered(
            user: user, email: .known(email), address: .known(address), fullName: .known(fullName),
            phone: phone.map { .known($0) }, password: .known(password))
        return Decision(
            [.addressClaimed(AddressClaimed(user: user))],
            others: [
                StreamAppend(
                    to: UserAccount.stream(user.text), expected: .none,
                    events: [UserAccount.codec.encode(.registered(registered))])
            ])
    }

    package func refusal(for conflict: StreamConflict) -> SignInRefusal? { .userExists }
}
