import EventSourcing

/// Who is in which company, as those know who keep companies.
package protocol CompanyDirectory: Sendable {
    /// Nobody is in a company that there is not, or that is archived.
    func standing(of company: String, in tenant: TenantID) async throws(CompanyDirectoryFailure) -> CompanyStanding
}

/// Who is in a company, with what proves that it is still so when a decision that looked at it takes effect.
package struct CompanyStanding: Equatable, Sendable {
    package let company: String
    package let members: Set<ActorID>
    package let stream: StreamName
    package let version: StreamVersion

    package init(company: String, members: Set<ActorID>, stream: StreamName, version: StreamVersion) {
        (self.company, self.members, self.stream, self.version) = (company, members, stream, version)
    }

    var proof: StreamAppend { StreamAppend(to: stream, expected: .exact(version), events: []) }

    /// The proof that all of them are in the company.
    static func proof(
        that people: some Sequence<ActorID>, areIn company: String, _ standing: CompanyStanding?
    ) throws(ChatRefusal) -> StreamAppend {
        guard let standing, standing.company == company, people.allSatisfy(standing.members.contains) else {
            throw .notInCompany
        }
        return standing.proof
    }
}

/// The companies cannot be asked just now.
package struct CompanyDirectoryFailure: Error, Equatable, Sendable {
    package init() {}
}
