import EventSourcing

/// Ends a company: its members still see it and change nothing any more.
package struct ArchiveCompany: Command, Equatable {
    package typealias Subject = Company

    package static let name = "companies.archive-company"
    package let company: String

    package init(company: String) { self.company = company }

    package var stream: StreamName { Company.stream(company) }
    package var content: [UInt8] { [] }

    package func isPermitted(to caller: Caller) -> Bool { caller.actor != nil }

    package func violations() -> [InputViolation] { CompanyInput.check(id: company, at: "companyId") }

    package func decide(_ state: Company, _ circumstances: Circumstances) throws(CompanyRefusal) -> Decision<Company> {
        guard try state.role(of: circumstances.caller.actor) == .owner else { throw .roleTooLow }
        return Decision([.archived(CompanyArchived(company: company))])
    }
}
