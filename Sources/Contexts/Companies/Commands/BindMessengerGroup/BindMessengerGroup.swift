import EventSourcing

/// Notes that a messenger group was created for a company.
package struct BindMessengerGroup: Command, Equatable {
    package typealias Subject = Company

    package static let name = "companies.bind-messenger-group"
    package let company: String
    package let group: String

    package init(company: String, group: String) {
        (self.company, self.group) = (company, group)
    }

    package var stream: StreamName { Company.stream(company) }
    package var content: [UInt8] { Array(group.utf8) }

    /// Only the process that created the group.
    package func isPermitted(to caller: Caller) -> Bool { caller.isSystem }

    package func decide(_ state: Company, _ circumstances: Circumstances) throws(CompanyRefusal) -> Decision<Company> {
        guard state.exists else { throw .unknownCompany }
        guard !state.isArchived else { throw .archived }
        guard state.group == nil || state.group == group else { throw .groupBound }
        guard state.group == nil else { return .nothing }
        return Decision([.groupBound(MessengerGroupBound(company: company, group: group))])
    }
}
