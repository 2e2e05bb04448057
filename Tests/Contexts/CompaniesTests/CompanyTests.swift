import Companies
import EventSourcing
import EventSourcingTesting
import Testing

struct CompanyTests {
    private let created = CompanyEvent.created(
        CompanyCreated(company: "c", title: "Belvedere", inn: "7700000009", owner: "ann"))
    private let archived = CompanyEvent.archived(CompanyArchived(company: "c"))

    private func added(_ user: ActorID, _ role: CompanyRole = .member) -> CompanyEvent {
        .memberAdded(CompanyMemberAdded(company: "c", user: user, role: role))
    }

    private func changed(_ user: ActorID, to role: CompanyRole) -> CompanyEvent {
        .roleChanged(CompanyMemberRoleChanged(company: "c", user: user, role: role))
    }

    private func removed(_ user: ActorID) -> CompanyEvent {
        .memberRemoved(CompanyMemberRemoved(company: "c", user: user))
    }

    private func scenario(as actor: ActorID = "ann") -> Scenario<Company> {
        Scenario(Company.self, caller: Caller(actor: actor))
    }

    @Test func `a company is created once, by its owner`() {
        let create = CreateCompany(company: "c", title: "Belvedere", inn: "7700000009")
        #expect(scenario().when(create) == .success([created]))
        #expect(scenario(as: "bob").given(created).when(create) == .failure(.companyExists))
        #expect(Company.folded([created]).roles == ["ann": .owner])
    }

    @Test func `a company that one is not in is as one that is not there`() {
        let outsider = scenario(as: "bob").given(created)
        let nowhere = scenario(as: "bob")
        for given in [outsider, nowhere] {
            let results = [
                given.when(UpdateCompany(company: "c", title: "B")),
                given.when(AddCompanyMember(company: "c", user: "bob")),
                given.when(RemoveCompanyMember(company: "c", user: "bob")),
                given.when(ChangeCompanyMemberRole(company: "c", user: "ann", role: .member)),
                given.when(ArchiveCompany(company: "c")),
            ]
            #expect(results.allSatisfy { $0 == .failure(.unknownCompany) })
        }
    }

    @Test func `an archived company takes no change`() {
        let given = scenario().given(created, added("bob"), archived)
        let results = [
            given.when(UpdateCompany(company: "c", title: "B")),
            given.when(AddCompanyMember(company: "c", user: "eve")),
            given.when(RemoveCompanyMember(company: "c", user: "bob")),
            given.when(ChangeCompanyMemberRole(company: "c", user: "bob", role: .admin)),
            given.when(ArchiveCompany(company: "c")),
            given.when(BindMessengerGroup(company: "c", group: "g")),
        ]
        #expect(results.allSatisfy { $0 == .failure(.archived) })
    }

    @Test func `a company is changed by what is given, and not at all by what is so already`() {
        let given = scenario().given(created)
        #expect(
            given.when(UpdateCompany(company: "c", title: "B"))
                == .success([.updated(CompanyUpdated(company: "c", title: "B"))]))
        #expect(
            given.when(UpdateCompany(company: "c", title: "Belvedere", inn: "7800000002"))
                == .success([.updated(CompanyUpdated(company: "c", inn: "7800000002"))]))
        #expect(given.when(UpdateCompany(company: "c", title: "Belvedere", inn: "7700000009")) == .success([]))
    }

    @Test func `a user is a member once`() {
        let add = AddCompanyMember(company: "c", user: "bob", role: .manager)
        #expect(scenario().given(created).when(add) == .success([added("bob", .manager)]))
        #expect(scenario().given(created, added("bob")).when(add) == .failure(.alreadyMember))
        #expect(scenario().given(created, added("bob"), removed("bob")).when(add) == .success([added("bob", .manager)]))
        #expect(
            scenario().given(created).when(AddCompanyMember(company: "c", user: "ann")) == .failure(.alreadyMember))
    }

    @Test func `a company has no more members than its limit`() {
        let full = [created] + (1..<Company.membersMax).map { added(ActorID(validated: "u\($0)")) }
        let add = AddCompanyMember(company: "c", user: "bob")
        #expect(scenario().given(full).when(add) == .failure(.companyFull))
        #expect(scenario().given(full + [removed("u1")]).when(add) == .success([added("bob")]))
    }

    @Test func `the last owner can neither leave nor become less`() {
        let leave = RemoveCompanyMember(company: "c", user: "ann")
        let step = ChangeCompanyMemberRole(company: "c", user: "ann", role: .admin)
        #expect(scenario().given(created, added("bob", .admin)).when(leave) == .failure(.lastOwner))
        #expect(scenario().given(created, added("bob", .admin)).when(step) == .failure(.lastOwner))
        let two = scenario().given(created, added("bob", .owner))
        #expect(two.when(leave) == .success([removed("ann")]))
        #expect(two.when(step) == .success([changed("ann", to: .admin)]))
        #expect(two.given(removed("ann")).when(leave) == .failure(.unknownCompany))
    }

    @Test func `a member who is not there is neither removed nor changed`() {
        let given = scenario().given(created)
        #expect(given.when(RemoveCompanyMember(company: "c", user: "bob")) == .failure(.unknownMember))
        #expect(
            given.when(ChangeCompanyMemberRole(company: "c", user: "bob", role: .admin)) == .failure(.unknownMember))
    }

    @Test func `a role that is so already is no change`() {
        let given = scenario().given(created, added("bob", .admin))
        #expect(given.when(ChangeCompanyMemberRole(company: "c", user: "bob", role: .admin)) == .success([]))
    }

    @Test func `a group is bound once, and by the process alone`() {
        let bind = BindMessengerGroup(company: "c", group: "g")
        let bound = CompanyEvent.groupBound(MessengerGroupBound(company: "c", group: "g"))
        #expect(scenario().given(created).when(bind) == .success([bound]))
        #expect(scenario().given(created, bound).when(bind) == .success([]))
        #expect(
            scenario().given(created, bound).when(BindMessengerGroup(company: "c", group: "h"))
                == .failure(.groupBound))
        #expect(scenario().when(bind) == .failure(.unknownCompany))
        #expect(!bind.isPermitted(to: Caller(actor: "ann", permissions: ["admin"])))
        #expect(bind.isPermitted(to: .system("belvedere")))
    }

    @Test func `every violation of the input is told`() {
        #expect(
            CreateCompany(company: "a b", title: " ", inn: "7700000008").violations().map(\.code) == [
                "INVALID_ID", "EMPTY", "INVALID_INN",
            ])
        #expect(UpdateCompany(company: "c").violations().map(\.code) == ["EMPTY"])
        #expect(
            UpdateCompany(company: "c", title: String(repeating: "ż", count: 151)).violations().map(\.code)
                == ["TOO_LONG"])
        #expect(UpdateCompany(company: "c", title: "a\u{1B}[2J").violations().map(\.code) == ["CONTROL_CHARACTER"])
        #expect(AddCompanyMember(company: "", user: "-").violations().map(\.code) == ["INVALID_ID", "INVALID_ID"])
    }

    @Test func `what is stored is read back`() {
        let events: [CompanyEvent] = [
            created, archived, removed("bob"), .groupBound(MessengerGroupBound(company: "c", group: "g")),
            .created(CompanyCreated(company: "c", title: "T", inn: nil, owner: "ann", wantsGroup: true)),
            .updated(CompanyUpdated(company: "c", title: "T")), .updated(CompanyUpdated(company: "c", inn: "1")),
        ]
        let roles = CompanyRole.allCases.flatMap { [added("bob", $0), changed("bob", to: $0)] }
        #expect(scenario().given(events + roles).codecViolations(isSame: ==).isEmpty)
    }

    @Test func `the bodies of the first schema version decode for ever`() throws {
        let stored = [
            (
                "companies.company-created.1",
                #"{"company":"c","title":"Belvedere","inn":"7700000009","owner":"ann"}"#
            ),
            ("companies.member-added.1", #"{"company":"c","user":"bob","role":"MANAGER"}"#),
            ("companies.member-role-changed.1", #"{"company":"c","user":"bob","role":"ADMIN"}"#),
            ("companies.member-removed.1", #"{"company":"c","user":"bob"}"#),
            ("companies.company-archived.1", #"{"company":"c"}"#),
        ]
        let events = try stored.map { name, body in
            try Company.codec.decode(try #require(EventName(name)), schemaVersion: 1, body: Array(body.utf8))
        }
        #expect(events == [created, added("bob", .manager), changed("bob", to: .admin), removed("bob"), archived])
    }

    @Test func `a snapshot holds what the events add up to`() throws {
        let form = try #require(Company.snapshots)
        let events: [CompanyEvent] = [
            .created(CompanyCreated(company: "c", title: "C", inn: nil, owner: "ann")),
            .updated(CompanyUpdated(company: "c", title: "D", inn: "7700000009")),
            .memberAdded(CompanyMemberAdded(company: "c", user: "bob", role: .manager)),
            .roleChanged(CompanyMemberRoleChanged(company: "c", user: "bob", role: .admin)),
            .groupBound(MessengerGroupBound(company: "c", group: "g")),
            .memberRemoved(CompanyMemberRemoved(company: "c", user: "bob")),
            .archived(CompanyArchived(company: "c")),
        ]
        for count in 0...events.count {
            let state = Company.folded(events.prefix(count))
            #expect(form.decode(form.encode(state)) == state)
        }
        #expect(form.decode(Array("{}".utf8)) == nil)
    }
}
