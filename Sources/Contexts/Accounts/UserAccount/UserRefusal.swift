/// Every way in which an account can say no.
package enum UserRefusal: String, Error, Equatable, CaseIterable, Sendable {
    case unknownUser = "UNKNOWN_USER"
    case deactivated = "DEACTIVATED"
    case erased = "ERASED"
    case wrongPassword = "INVALID_CREDENTIALS"
    case ownRole = "OWN_ROLE"

    package var message: String {
        switch self {
        case .unknownUser: "There is no user of that id."
        case .deactivated: "The account is deactivated."
        case .erased: "The account is erased."
        case .wrongPassword: "The address or the password is not right."
        case .ownRole: "Nobody may change their own role."
        }
    }
}
