import Accounts
import EventSourcing
import EventSourcingTesting
import Prelude
import Testing

struct SignInTests {
    private static let address = String(repeating: "a", count: 64)
    private static let minute: Int64 = 60_000_000
    private let now = Timestamp(microseconds: 1_700_000_000_000_000)
    private let claimed = SignInEvent.addressClaimed(AddressClaimed(user: "ann"))

    private func moment(_ minutes: Int64) -> Timestamp { now.advanced(microseconds: minutes * Self.minute) }

    private func failed(_ minutes: Int64, lockedUntil: Int64? = nil) -> SignInEvent {
        .failed(SignInFailed(at: moment(minutes), lockedUntil: lockedUntil.map(moment)))
    }

    private func scenario(at minutes: Int64 = 0) -> Scenario<SignIn> {
        Scenario(SignIn.self, caller: .system("accounts"), now: moment(minutes))
    }

    private func session(of user: ActorID = "ann") -> SessionOpened {
        SessionOpened(session: "s", user: user, credential: 1, token: "t", expiresAt: moment(100))
    }

    private var wrong: SettleSignIn { SettleSignIn(address: Self.address, session: nil) }
    private var right: SettleSignIn { SettleSignIn(address: Self.address, session: session()) }

    private var register: RegisterUser {
        RegisterUser(
            user: "ann", email: "ann@example.com", address: Self.address, fullName: "Ann", phone: "+4915112345678",
            password: "hash")
    }

    @Test func `an account is made together with the claim to its address`() throws {
        let decision = try scenario().decision(on: register).get()
        #expect(decision.events == [claimed])
        let registered = UserRegistered(
            user: "ann", email: .known("ann@example.com"), address: .known(Self.address), fullName: .known("Ann"),
            phone: .known("+4915112345678"), password: .known("hash"))
        #expect(
            decision.others == [
                StreamAppend(
                    to: UserAccount.stream("ann"), expected: .none,
                    events: [UserAccount.codec.encode(.registered(registered))])
            ])
    }

    @Test func `an address has one account, until it is given up`() {
        #expect(scenario().given(claimed).when(register) == .failure(.addressTaken))
        let released = SignInEvent.addressReleased(AddressReleased())
        #expect(scenario().given(claimed, released).when(register) == .success([claimed]))
    }

    @Test func `the id of another user is refused, and so is nothing else in another stream`() {
        let conflict = StreamConflict(
            stream: UserAccount.stream("ann"), expected: .none, actual: StreamVersion(1), missed: [])
        #expect(register.refusal(for: conflict) == .userExists)
    }

    @Test func `a right password opens a session in the same append`() throws {
        let decision = try scenario().given(claimed).decision(on: right).get()
        #expect(decision.events == [.succeeded(SignInSucceeded(user: "ann", session: "s"))])
        #expect(decision.others.map(\.stream) == [Session.stream("s")])
        #expect(decision.others.first?.expected == ExpectedVersion.none)
    }

    @Test func `a session of somebody who does not hold the address is a failure`() {
        let other = SettleSignIn(address: Self.address, session: session(of: "bob"))
        #expect(scenario().given(claimed).when(other) == .success([failed(0)]))
        #expect(scenario().when(right) == .success([failed(0)]))
    }

    @Test(arguments: [true, false])
    func `five failures in fifteen minutes lock for fifteen, with and without an account`(_ isClaimed: Bool) {
        let four = (isClaimed ? [claimed] : []) + (0..<4).map { failed($0) }
        #expect(scenario(at: 4).given(four).when(wrong) == .success([failed(4, lockedUntil: 19)]))
        let locked = four + [failed(4, lockedUntil: 19)]
        #expect(scenario(at: 18).given(locked).when(wrong) == .failure(.locked))
        #expect(scenario(at: 18).given(locked).when(right) == .failure(.locked))
        #expect(scenario(at: 19).given(locked).when(wrong) == .success([failed(19)]))
    }

    @Test func `failures that are older than the window do not count`() {
        let four = [claimed] + (0..<4).map { failed($0) }
        #expect(scenario(at: 15).given(four).when(wrong) == .success([failed(15)]))
        #expect(scenario(at: 14).given(four).when(wrong) == .success([failed(14, lockedUntil: 29)]))
    }

    @Test func `a success forgets the failures before it`() {
        let success = SignInEvent.succeeded(SignInSucceeded(user: "ann", session: "s"))
        let history = [claimed] + (0..<4).map { failed($0) } + [success]
        #expect(scenario(at: 5).given(history).when(wrong) == .success([failed(5)]))
    }

    @Test func `what is kept of failures is bounded`() {
        let many = (0..<100).map { failed($0 * 20) }
        #expect(scenario().given(many).state.failures.count == SignIn.failuresMax)
    }

    @Test func `only the steps of a login settle an attempt`() {
        let admin = Caller(actor: "root", permissions: ["admin"])
        #expect(!wrong.isPermitted(to: admin))
        #expect(wrong.isPermitted(to: .system("accounts")))
    }

    @Test func `every violation of a registration is told`() {
        let bad = RegisterUser(
            user: "a b", email: String(repeating: "e", count: 255), address: Self.address, fullName: " ",
            phone: "0151", password: "h")
        #expect(bad.violations().map(\.code) == ["INVALID_ID", "TOO_LONG", "EMPTY", "INVALID_PHONE"])
    }

    @Test func `what is kept to tell a repeated registration holds nothing that can be guessed`() {
        let text = String(decoding: register.content, as: UTF8.self)
        #expect(text == "ann")
    }

    @Test func `what is stored is read back`() {
        let events: [SignInEvent] = [
            claimed, failed(0), failed(1, lockedUntil: 16), .addressReleased(AddressReleased()),
            .succeeded(SignInSucceeded(user: "ann", session: "s")),
        ]
        #expect(scenario().given(events).codecViolations(isSame: ==).isEmpty)
    }

    @Test func `a snapshot holds what the events add up to`() throws {
        let form = try #require(SignIn.snapshots)
        let released = SignInEvent.addressReleased(AddressReleased())
        let succeeded = SignInEvent.succeeded(SignInSucceeded(user: "ann", session: "s"))
        let events = [claimed, failed(1), failed(2), succeeded, failed(3), failed(4, lockedUntil: 19), released]
        for count in 0...events.count {
            let state = SignIn.folded(events.prefix(count))
            #expect(form.decode(form.encode(state)) == state)
        }
        #expect(form.decode(Array("{}".utf8)) == nil)
    }
}
