import Accounts
import EventSourcing
import EventSourcingTesting
import Prelude
import Testing

struct SessionTests {
    private let now = Timestamp(microseconds: 1_700_000_000_000_000)
    private let account = UserAccount.stream("ann")

    private func opened(lasts microseconds: Int64 = 1_000) -> SessionEvent {
        .opened(
            SessionOpened(
                session: "s", user: "ann", credential: 1, token: "first",
                expiresAt: now.advanced(microseconds: microseconds)))
    }

    private func scenario(as actor: ActorID = "ann") -> Scenario<Session> {
        Scenario(Session.self, caller: Caller(actor: actor), now: now)
    }

    private func refresh(_ shown: String, to next: String = "second", isAdmitted: Bool = true) -> RefreshSession {
        RefreshSession(
            session: "s", shown: shown, next: next, isAdmitted: isAdmitted, account: account,
            accountVersion: StreamVersion(3))
    }

    private let refreshed = SessionEvent.refreshed(SessionRefreshed(token: "second"))
    private let reused = SessionEvent.ended(SessionEnded(.tokenReused))
    private let loggedOut = SessionEvent.ended(SessionEnded(.loggedOut))

    @Test func `a refresh token is used up for the next one, against the account as it was looked at`() throws {
        let decision = try scenario().given(opened()).decision(on: refresh("first")).get()
        #expect(decision.events == [refreshed])
        #expect(decision.others == [StreamAppend(to: account, expected: .exact(StreamVersion(3)), events: [])])
    }

    @Test func `a token that was used up before ends the session and with it the token that followed`() {
        let stolen = scenario().given(opened(), refreshed)
        #expect(stolen.when(refresh("first", to: "third")) == .success([reused]))
        #expect(stolen.given(reused).when(refresh("second", to: "third")) == .failure(.ended))
    }

    @Test func `a token that never was is as bad as one that was`() {
        #expect(scenario().given(opened()).when(refresh("guess")) == .success([reused]))
    }

    @Test func `there is nothing to refresh before a login, after a logout and after the end`() {
        #expect(scenario().when(refresh("first")) == .failure(.ended))
        #expect(scenario().given(opened(), loggedOut).when(refresh("first")) == .failure(.ended))
        #expect(scenario().given(opened(lasts: 0)).when(refresh("first")) == .failure(.expired))
        #expect(scenario().given(opened(lasts: 1)).when(refresh("first")) == .success([refreshed]))
    }

    @Test func `an account that lets the session go on no more ends it`() {
        #expect(
            scenario().given(opened()).when(refresh("first", isAdmitted: false))
                == .success([.ended(SessionEnded(.accountChanged))]))
    }

    @Test func `an account that was changed meanwhile is looked at again`() {
        let conflict = StreamConflict(
            stream: account, expected: .exact(StreamVersion(3)), actual: StreamVersion(4), missed: [])
        #expect(refresh("first").refusal(for: conflict) == .accountChanged)
    }

    @Test func `a session is ended by its own user, once`() {
        let end = EndSession(session: "s")
        #expect(scenario().given(opened()).when(end) == .success([loggedOut]))
        #expect(scenario(as: "bob").given(opened()).when(end) == .failure(.ended))
        #expect(scenario().when(end) == .failure(.ended))
        #expect(scenario().given(opened(), loggedOut).when(end) == .success([]))
    }

    @Test func `a snapshot holds what the events add up to`() throws {
        let form = try #require(Session.snapshots)
        for events in [[], [opened()], [opened(), refreshed], [opened(), reused]] {
            let state = Session.folded(events)
            #expect(form.decode(form.encode(state)) == state)
        }
        #expect(form.decode(Array("{}".utf8)) == nil)
        #expect(form.decode(Array(#"{"ended":false,"user":"ann"}"#.utf8)) == nil)
    }

    @Test func `what is stored is read back`() {
        let events = [opened(), refreshed] + SessionEnded.Reason.allCases.map { .ended(SessionEnded($0)) }
        #expect(scenario().given(events).codecViolations(isSame: ==).isEmpty)
    }
}
