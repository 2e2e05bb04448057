import EventSourcing

/// Makes a user a member of a company.
package struct AddCompanyMember: Command, Equatable {
    package typealias Subject = Company

    package static let name = "companies.add-member"
    package let company: String
    package let user: String
    package let role: CompanyRole

    package init(company: String, user: String, role: CompanyRole = .member) {
        (self.company, self.user, self.role) = (company, user, role)
    }

    package var stream: StreamName { Company.stream(company) }
    package var content: [UInt8] { Array("\(user)\u{0}\(role.rawValue)".utf8) }

    package func isPermitted(to caller: Caller) -> Bool { caller.actor != nil }

    package func violations() -> [InputViolation] {
        CompanyInput.check(id: company, at: "companyId") + CompanyInput.check(id: user, at: "userId")
    }

    package func decide(_ state: Company, _ circumstances: Circumstances) throws(CompanyRefusal) -> Decision<Company> {
        guard try state.role(of: circumstances.caller.actor).manages(role) else { throw .roleTooLow }
        guard let user = ActorID(user) else { throw .unknownMember }
        guard state.roles[user] == nil else { throw .alreadyMember }
        guard state.roles.count < Company.membersMax else { throw .companyFull }
        return Decision([.memberAdded(CompanyMemberAdded(company: company, user: user, role: role))])
    }
}
