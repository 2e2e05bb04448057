/// Every way in which a company can say no.
package enum CompanyRefusal: String, Error, Equatable, CaseIterable, Sendable {
    case unknownCompany = "UNKNOWN_COMPANY"
    case companyExists = "COMPANY_EXISTS"
    case archived = "ARCHIVED"
    case roleTooLow = "ROLE_TOO_LOW"
    case alreadyMember = "ALREADY_MEMBER"
    case unknownMember = "UNKNOWN_MEMBER"
    case lastOwner = "LAST_OWNER"
    case companyFull = "COMPANY_FULL"
    case groupBound = "GROUP_BOUND"

    package var message: String {
        switch self {
        case .unknownCompany: "There is no company of that id, or you are not in it."
        case .companyExists: "There is a company of that id already."
        case .archived: "The company is archived."
        case .roleTooLow: "Your role in the company does not allow it."
        case .alreadyMember: "The user is a member of the company already."
        case .unknownMember: "There is no member of that id."
        case .lastOwner: "The last owner can neither leave nor become anything less."
        case .companyFull: "The company has \(Company.membersMax) members, which is as many as it may."
        case .groupBound: "The company has another messenger group already."
        }
    }
}
