import EventSourcing

/// Takes a member out of a company; everybody may take themselves out, but for the last owner.
package struct RemoveCompanyMember: Command, Equatable {
    package typealias Subject = Company

    package static let name = "companies.remove-member"
    package let company: String
    package let user: String

    package init(company: String, user: String) {
        (self.company, self.user) = (company, user)
    }

    package var stream: StreamName { Company.stream(company) }
    package var content: [UInt8] { Array(user.utf8) }

    package func isPermitted(to caller: Caller) -> Bool { caller.actor != nil }

    package func violations() -> [InputViolation] {
        CompanyInput.check(id: company, at: "companyId") + CompanyInput.check(id: user, at: "userId")
    }

    package func decide(_ state: Company, _ circumstances: Circumstances) throws(CompanyRefusal) -> Decision<Company> {
        let own = try state.role(of: circumstances.caller.actor)
        guard let user = ActorID(user), let role = state.roles[user] else { throw .unknownMember }
        guard user == circumstances.caller.actor || own.manages(role) else { throw .roleTooLow }
        guard !state.isLastOwner(user) else { throw .lastOwner }
        return Decision([.memberRemoved(CompanyMemberRemoved(company: company, user: user))])
    }
}
