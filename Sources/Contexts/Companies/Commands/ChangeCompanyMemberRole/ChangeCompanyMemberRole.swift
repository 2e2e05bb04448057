import EventSourcing

/// Gives a member another role; both the old and the new one must be the caller's to manage.
package struct ChangeCompanyMemberRole: Command, Equatable {
    package typealias Subject = Company

    package static let name = "companies.change-member-role"
    package let company: String
    package let user: String
    package let role: CompanyRole

    package init(company: String, user: String, role: CompanyRole) {
        (self.company, self.user, self.role) = (company, user, role)
    }

    package var stream: StreamName { Company.stream(company) }
    package var content: [UInt8] { Array("\(user)\u{0}\(role.rawValue)".utf8) }

    package func isPermitted(to caller: Caller) -> Bool { caller.actor != nil }

    package func violations() -> [InputViolation] {
        CompanyInput.check(id: company, at: "companyId") + CompanyInput.check(id: user, at: "userId")
    }

    package func decide(_ state: Company, _ circumstances: Circumstances) throws(CompanyRefusal) -> Decision<Company> {
        let own = try state.role(of: circumstances.caller.actor)
        guard let user = ActorID(user), let old = state.roles[user] else { throw .unknownMember }
        guard own.manages(old), own.manages(role) else { throw .roleTooLow }
        guard role != old else { return .nothing }
        guard !state.isLastOwner(user) else { throw .lastOwner }
        return Decision([.roleChanged(CompanyMemberRoleChanged(company: company, user: user, role: role))])
    }
}
