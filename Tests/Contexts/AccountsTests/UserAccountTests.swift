import Accounts
import EventSourcing
import EventSourcingTesting
import Testing

struct UserAccountTests {
    private static let address = String(repeating: "b", count: 64)
    private let registered = UserAccountEvent.registered(
        UserRegistered(
            user: "ann", email: .known("ann@example.com"), address: .known(UserAccountTests.address),
            fullName: .known("Ann"), phone: .known("+4915112345678"), password: .known("first")))
    private let deactivated = UserAccountEvent.deactivated(UserDeactivated(user: "ann"))
    private let erased = UserAccountEvent.erased(UserErased(user: "ann"))

    private func changed(to password: String, keeps session: String? = nil) -> UserAccountEvent {
        .passwordChanged(PasswordChanged(user: "ann", password: .known(password), keptSession: session))
    }

    private func scenario(as actor: ActorID = "ann") -> Scenario<UserAccount> {
        Scenario(UserAccount.self, caller: Caller(actor: actor))
    }

    /// Every command that only a usable account can do.
    private func check(
        refuses refusal: UserRefusal, given events: [UserAccountEvent], _ location: SourceLocation = #_sourceLocation
    ) {
        let given = scenario(as: "root").given(events)
        let results = [
            given.when(ChangePassword(user: "ann", password: "h", credential: 1, keptSession: nil)),
            given.when(RehashPassword(user: "ann", password: "h", credential: 1)),
            given.when(UpdateProfile(user: "ann", fullName: "Anna")),
            given.when(ChangeUserRole(user: "ann", role: .admin)),
        ]
        #expect(results.allSatisfy { $0 == .failure(refusal) }, sourceLocation: location)
    }

    @Test func `what needs a usable account is refused where there is none`() {
        check(refuses: .unknownUser, given: [])
        check(refuses: .deactivated, given: [registered, deactivated])
        check(refuses: .erased, given: [registered, erased])
        check(refuses: .erased, given: [registered, deactivated, erased])
    }

    @Test func `another password ends every session but the one that it was changed in`() {
        let change = ChangePassword(user: "ann", password: "second", credential: 1, keptSession: "here")
        #expect(scenario().given(registered).when(change) == .success([changed(to: "second", keeps: "here")]))
        let account = UserAccount.folded([registered, changed(to: "second", keeps: "here")])
        #expect(account.admits(session: "here", begunWith: 1))
        #expect(!account.admits(session: "there", begunWith: 1))
        #expect(account.admits(session: "new", begunWith: 2))
        let again = UserAccount.folded([registered, changed(to: "second", keeps: "here"), changed(to: "third")])
        #expect(!again.admits(session: "here", begunWith: 1))
        #expect(!again.admits(session: "new", begunWith: 2))
    }

    @Test func `a password is changed only by whoever shows the one that is in force`() {
        let wrong = ChangePassword(user: "ann", password: nil, credential: 1, keptSession: nil)
        let late = ChangePassword(user: "ann", password: "third", credential: 1, keptSession: nil)
        #expect(scenario().given(registered).when(wrong) == .failure(.wrongPassword))
        #expect(scenario().given(registered, changed(to: "second")).when(late) == .failure(.wrongPassword))
    }

    @Test func `a rehash is stored unless the password was changed meanwhile, and ends no session`() {
        let rehash = RehashPassword(user: "ann", password: "again", credential: 1)
        let stored = UserAccountEvent.passwordRehashed(PasswordRehashed(user: "ann", password: .known("again")))
        #expect(scenario().given(registered).when(rehash) == .success([stored]))
        #expect(scenario().given(registered, changed(to: "second")).when(rehash) == .success([]))
        let account = UserAccount.folded([registered, stored])
        #expect(account.usablePassword == "again")
        #expect(account.admits(session: "any", begunWith: 1))
    }

    @Test func `a profile is changed by what is given, and not at all by what is so already`() {
        let given = scenario().given(registered)
        #expect(
            given.when(UpdateProfile(user: "ann", fullName: "Anna"))
                == .success([.profileUpdated(UserProfileUpdated(user: "ann", fullName: .known("Anna")))]))
        #expect(
            given.when(UpdateProfile(user: "ann", removesPhone: true))
                == .success([.profileUpdated(UserProfileUpdated(user: "ann", removesPhone: true))]))
        #expect(given.when(UpdateProfile(user: "ann", fullName: "Ann", phone: "+4915112345678")) == .success([]))
    }

    @Test func `every violation of a profile is told`() {
        #expect(UpdateProfile(user: "ann").violations().map(\.code) == ["EMPTY"])
        #expect(
            UpdateProfile(user: "a/b", fullName: "a\u{7}", phone: "+1", removesPhone: true).violations().map(\.code)
                == ["INVALID_ID", "INVALID_PHONE", "CONTROL_CHARACTER", "CONTRADICTION"])
        #expect(
            UpdateProfile(user: "ann", fullName: String(repeating: "ż", count: 101)).violations().map(\.code)
                == ["TOO_LONG"])
    }

    @Test func `a role is given by another, and its next token has it`() {
        let promote = ChangeUserRole(user: "ann", role: .admin)
        let promoted = UserAccountEvent.roleChanged(UserRoleChanged(user: "ann", role: .admin))
        #expect(scenario(as: "root").given(registered).when(promote) == .success([promoted]))
        #expect(scenario(as: "root").given(registered, promoted).when(promote) == .success([]))
        #expect(scenario(as: "ann").given(registered).when(promote) == .failure(.ownRole))
        #expect(UserAccount.folded([registered, promoted]).role.claim == "admin")
    }

    @Test func `a deactivated account lets nobody in and nothing go on`() {
        #expect(scenario().given(registered).when(DeactivateUser(user: "ann")) == .success([deactivated]))
        #expect(scenario().given(registered, deactivated).when(DeactivateUser(user: "ann")) == .success([]))
        #expect(scenario().when(DeactivateUser(user: "ann")) == .failure(.unknownUser))
        #expect(scenario().given(registered, erased).when(DeactivateUser(user: "ann")) == .failure(.erased))
        let account = UserAccount.folded([registered, deactivated])
        #expect(account.usablePassword == nil)
        #expect(!account.admits(session: "s", begunWith: 1))
    }

    @Test func `an erased person gives the address up, also from a deactivated account`() throws {
        let erase = EraseUser(user: "ann")
        for history in [[registered], [registered, deactivated]] {
            let decision = try scenario().given(history).decision(on: erase).get()
            #expect(decision.events == [erased])
            #expect(decision.others.map(\.stream) == [SignIn.stream(Self.address)])
        }
        #expect(scenario().given(registered, erased).when(erase) == .success([]))
        #expect(scenario().when(erase) == .failure(.unknownUser))
    }

    @Test func `nothing about an erased person is left in the state`() {
        let account = UserAccount.folded([registered, erased])
        #expect(account.fullName == .erased)
        #expect(account.phone == nil)
        #expect(account.address == .erased)
        #expect(account.password == .erased)
        #expect(account.usablePassword == nil)
    }

    @Test func `whatever says something about a person is declared personal`() {
        let personal = UserAccount.codec.personal.mapValues { $0.map(\.member).sorted() }
        #expect(
            personal == [
                UserRegistered.name: ["address", "email", "name", "password", "phone"],
                UserProfileUpdated.name: ["name", "phone"],
                PasswordChanged.name: ["password"], PasswordRehashed.name: ["password"],
            ])
    }

    @Test func `what is stored is read back, also when its key is gone`() {
        let gone = UserAccountEvent.registered(
            UserRegistered(
                user: "ann", email: .erased, address: .erased, fullName: .erased, phone: .erased, password: .erased,
                role: .admin))
        let events: [UserAccountEvent] = [
            registered, gone, deactivated, erased, changed(to: "second", keeps: "s"), changed(to: "third"),
            .passwordRehashed(PasswordRehashed(user: "ann", password: .erased)),
            .roleChanged(UserRoleChanged(user: "ann", role: .admin)),
            .profileUpdated(UserProfileUpdated(user: "ann", fullName: .erased, phone: .known("+491511234567"))),
            .profileUpdated(UserProfileUpdated(user: "ann", removesPhone: true)),
        ]
        #expect(scenario().given(events).codecViolations(isSame: ==).isEmpty)
    }

    @Test func `the bodies of the first schema version decode for ever`() throws {
        let stored = [
            (
                "accounts.user-registered.1",
                #"{"user":"ann","email":"ann@example.com","address":""# + Self.address
                    + #"","name":"Ann","phone":"+4915112345678","password":"first","role":"USER"}"#
            ),
            ("accounts.password-changed.1", #"{"user":"ann","password":"second"}"#),
            ("accounts.user-deactivated.1", #"{"user":"ann"}"#),
            ("accounts.user-erased.1", #"{"user":"ann"}"#),
        ]
        let events = try stored.map { name, body in
            try UserAccount.codec.decode(try #require(EventName(name)), schemaVersion: 1, body: Array(body.utf8))
        }
        #expect(events == [registered, changed(to: "second"), deactivated, erased])
    }
}
