import Companies
import EventSourcing
import EventSourcingTesting
import Testing

/// Who may do what in a company: every standing of the caller with every command against a member of every role. The
/// company has two owners, so that nobody is the last.
struct CompanyMatrixTests {
    /// What the caller is to the company.
    enum Standing: CaseIterable, CustomTestStringConvertible {
        case owner, admin, manager, member, outsider

        var role: CompanyRole? {
            switch self {
            case .owner: .owner
            case .admin: .admin
            case .manager: .manager
            case .member: .member
            case .outsider: nil
            }
        }

        var testDescription: String { "\(self)" }
    }

    private let caller: ActorID = "caller"
    private let other: ActorID = "other"

    private func scenario(_ standing: Standing, other role: CompanyRole? = nil) -> Scenario<Company> {
        var events = [
            CompanyEvent.created(CompanyCreated(company: "c", title: "C", inn: nil, owner: "first")),
            .memberAdded(CompanyMemberAdded(company: "c", user: "second", role: .owner)),
        ]
        if let own = standing.role {
            events.append(.memberAdded(CompanyMemberAdded(company: "c", user: caller, role: own)))
        }
        if let role { events.append(.memberAdded(CompanyMemberAdded(company: "c", user: other, role: role))) }
        return Scenario(Company.self, caller: Caller(actor: caller, permissions: ["admin"])).given(events)
    }

    /// Nil where the command is open; what it is refused with otherwise.
    private func refusal(_ result: Result<[CompanyEvent], CompanyRefusal>) -> CompanyRefusal? {
        if case .failure(let refusal) = result { refusal } else { nil }
    }

    /// The roles that each standing manages, written out: the table that the code must agree with.
    private func managed(by standing: Standing) -> Set<CompanyRole> {
        switch standing {
        case .owner: [.owner, .admin, .manager, .member]
        case .admin: [.manager, .member]
        case .manager: [.member]
        case .member, .outsider: []
        }
    }

    private func expected(_ isOpen: Bool, _ standing: Standing) -> CompanyRefusal? {
        if standing == .outsider { return .unknownCompany }
        return isOpen ? nil : .roleTooLow
    }

    @Test(arguments: Standing.allCases)
    func `the company itself is changed by owners and administrators and ended by owners`(_ standing: Standing) {
        let given = scenario(standing)
        let update = given.when(UpdateCompany(company: "c", title: "D"))
        #expect(refusal(update) == expected([.owner, .admin].contains(standing), standing))
        #expect(refusal(given.when(ArchiveCompany(company: "c"))) == expected(standing == .owner, standing))
    }

    @Test(arguments: Standing.allCases, CompanyRole.allCases)
    func `a member is added in a role and removed from a role that the caller manages`(
        _ standing: Standing, _ role: CompanyRole
    ) {
        let isOpen = managed(by: standing).contains(role)
        let add = scenario(standing).when(AddCompanyMember(company: "c", user: other.text, role: role))
        #expect(refusal(add) == expected(isOpen, standing))
        let remove = scenario(standing, other: role).when(RemoveCompanyMember(company: "c", user: other.text))
        #expect(refusal(remove) == expected(isOpen, standing))
    }

    @Test(arguments: Standing.allCases, CompanyRole.allCases)
    func `a role is changed where the caller manages both the old and the new one`(
        _ standing: Standing, _ old: CompanyRole
    ) {
        for new in CompanyRole.allCases {
            let change = ChangeCompanyMemberRole(company: "c", user: other.text, role: new)
            let isOpen = managed(by: standing).isSuperset(of: [old, new])
            #expect(
                refusal(scenario(standing, other: old).when(change)) == expected(isOpen, standing), "\(old) to \(new)")
        }
    }

    @Test(arguments: Standing.allCases)
    func `everybody may leave, and only owners change their own role`(_ standing: Standing) {
        let leave = scenario(standing).when(RemoveCompanyMember(company: "c", user: caller.text))
        #expect(refusal(leave) == expected(true, standing))
        for new in CompanyRole.allCases where new != standing.role {
            let step = scenario(standing).when(ChangeCompanyMemberRole(company: "c", user: caller.text, role: new))
            #expect(refusal(step) == expected(standing == .owner, standing))
        }
    }

    /// One command of each kind.
    enum Attempt: CaseIterable, CustomTestStringConvertible {
        case create, update, add, remove, leave, changeRole, archive

        var testDescription: String { "\(self)" }
    }

    /// What there is before the attempt.
    enum State: CaseIterable, CustomTestStringConvertible {
        case absent, active, archived

        var testDescription: String { "\(self)" }
    }

    private static let cells = State.allCases.flatMap { state in
        Attempt.allCases.flatMap { attempt in Standing.allCases.map { (state, attempt, $0) } }
    }

    /// The whole table: what an active company answers, and what one that is over or is not there does instead.
    private func expected(_ state: State, _ attempt: Attempt, _ standing: Standing) -> CompanyRefusal? {
        if attempt == .create { return state == .absent ? nil : .companyExists }
        if state == .absent || standing == .outsider { return .unknownCompany }
        if state == .archived { return .archived }
        let isOpen =
            switch attempt {
            case .create, .leave: true
            case .update: [.owner, .admin].contains(standing)
            case .add, .remove: managed(by: standing).contains(.member)
            case .changeRole: managed(by: standing).isSuperset(of: [.member, .manager])
            case .archive: standing == .owner
            }
        return isOpen ? nil : .roleTooLow
    }

    @Test(arguments: cells)
    func `each cell is as the table says`(_ state: State, _ attempt: Attempt, _ standing: Standing) {
        let given =
            switch state {
            case .absent: Scenario(Company.self, caller: Caller(actor: caller))
            case .active: scenario(standing, other: .member)
            case .archived:
                scenario(standing, other: .member).given(.archived(CompanyArchived(company: "c")))
            }
        let result =
            switch attempt {
            case .create: given.when(CreateCompany(company: "c", title: "C"))
            case .update: given.when(UpdateCompany(company: "c", title: "D"))
            case .add: given.when(AddCompanyMember(company: "c", user: "new"))
            case .remove: given.when(RemoveCompanyMember(company: "c", user: other.text))
            case .leave: given.when(RemoveCompanyMember(company: "c", user: caller.text))
            case .changeRole: given.when(ChangeCompanyMemberRole(company: "c", user: other.text, role: .manager))
            case .archive: given.when(ArchiveCompany(company: "c"))
            }
        #expect(refusal(result) == expected(state, attempt, standing))
    }

    @Test func `no command is open to whoever has not shown who they are`() {
        let nobody = Caller(actor: nil, permissions: ["admin"])
        #expect(!CreateCompany(company: "c", title: "C").isPermitted(to: nobody))
        #expect(!UpdateCompany(company: "c", title: "C").isPermitted(to: nobody))
        #expect(!AddCompanyMember(company: "c", user: "u").isPermitted(to: nobody))
        #expect(!RemoveCompanyMember(company: "c", user: "u").isPermitted(to: nobody))
        #expect(!ChangeCompanyMemberRole(company: "c", user: "u", role: .admin).isPermitted(to: nobody))
        #expect(!ArchiveCompany(company: "c").isPermitted(to: nobody))
    }
}
