/// What a user may do in the whole tenant, as it is stored.
package enum UserRole: String, CaseIterable, Sendable {
    case user = "USER"
    case admin = "ADMIN"

    /// The name of the role in tokens.
    package var claim: String {
        switch self {
        case .user: "user"
        case .admin: "admin"
        }
    }
}
