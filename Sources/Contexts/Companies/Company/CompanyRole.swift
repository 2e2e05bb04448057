/// What a member may do in a company, as it is stored.
package enum CompanyRole: String, CaseIterable, Sendable {
    case owner = "OWNER"
    case admin = "ADMIN"
    case manager = "MANAGER"
    case member = "MEMBER"

    /// Whether somebody of this role may add, remove and change members of another: owners all, others those below.
    package func manages(_ other: CompanyRole) -> Bool {
        switch self {
        case .owner: true
        case .admin: other == .manager || other == .member
        case .manager: other == .member
        case .member: false
        }
    }

    /// Whether somebody of this role may change what the company is called.
    package var describes: Bool {
        switch self {
        case .owner, .admin: true
        case .manager, .member: false
        }
    }
}
