import EventSourcing

/// Creates a company that the caller owns.
package struct CreateCompany: Command, Equatable {
    package typealias Subject = Company

    package static let name = "companies.create-company"
    package let company: String
    package let title: String
    package let inn: String?
    package let wantsGroup: Bool

    package init(company: String, title: String, inn: String? = nil, wantsGroup: Bool = false) {
        (self.company, self.title, self.inn, self.wantsGroup) = (company, title, inn, wantsGroup)
    }

    package var stream: StreamName { Company.stream(company) }
    package var content: [UInt8] { Array("\(title)\u{0}\(inn ?? "")\u{0}\(wantsGroup)".utf8) }

    package func isPermitted(to caller: Caller) -> Bool { caller.actor != nil }

    package func violations() -> [InputViolation] {
        CompanyInput.check(id: company, at: "id") + CompanyInput.check(title: title) + CompanyInput.check(inn: inn)
    }

    package func decide(_ state: Company, _ circumstances: Circumstances) throws(CompanyRefusal) -> Decision<Company> {
        guard !state.exists else { throw .companyExists }
        guard let owner = circumstances.caller.actor else { throw .unknownCompany }
        return Decision([
            .created(CompanyCreated(company: company, title: title, inn: inn, owner: owner, wantsGroup: wantsGroup))
        ])
    }
}
