import EventSourcing

/// Gives a company another title or tax number; what is nil stays as it is.
package struct UpdateCompany: Command, Equatable {
    package typealias Subject = Company

    package static let name = "companies.update-company"
    package let company: String
    package let title: String?
    package let inn: String?

    package init(company: String, title: String? = nil, inn: String? = nil) {
        (self.company, self.title, self.inn) = (company, title, inn)
    }

    package var stream: StreamName { Company.stream(company) }
    package var content: [UInt8] {
        Array([title, inn].map { $0.map { "=" + $0 } ?? "" }.joined(separator: "\u{0}").utf8)
    }

    package func isPermitted(to caller: Caller) -> Bool { caller.actor != nil }

    package func violations() -> [InputViolation] {
        var found = CompanyInput.check(id: company, at: "companyId") + CompanyInput.check(title: title)
        found += CompanyInput.check(inn: inn)
        if title == nil, inn == nil {
            found.append(InputViolation("title", code: "EMPTY", "Give a `title`, an `inn` or both."))
        }
        return found
    }

    package func decide(_ state: Company, _ circumstances: Circumstances) throws(CompanyRefusal) -> Decision<Company> {
        guard try state.role(of: circumstances.caller.actor).describes else { throw .roleTooLow }
        let change = CompanyUpdated(
            company: company, title: title == state.title ? nil : title, inn: inn == state.inn ? nil : inn)
        return change.title == nil && change.inn == nil ? .nothing : Decision([.updated(change)])
    }
}
