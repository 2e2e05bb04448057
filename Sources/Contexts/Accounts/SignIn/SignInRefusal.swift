/// Every way in which the door of an address can say no.
package enum SignInRefusal: String, Error, Equatable, CaseIterable, Sendable {
    case addressTaken = "ADDRESS_TAKEN"
    case userExists = "USER_EXISTS"
    case locked = "LOCKED"

    package var message: String {
        switch self {
        case .addressTaken: "There is an account with that address already."
        case .userExists: "There is a user of that id already."
        case .locked: "Too many failures. Try again in some minutes."
        }
    }
}
