import ContextKit
import EventSourcing
import EventSourcingTesting
import Prelude
import Testing

@testable import Companies

struct CompanyGateTests {
    private func recorded(_ event: CompanyEvent, at position: Int64) -> RecordedEvent {
        let stored = Company.codec.encode(event)
        let moment = Timestamp(microseconds: position)
        return RecordedEvent(
            position: GlobalPosition(position), stream: Company.stream("c"), version: StreamVersion(position),
            name: stored.name, schemaVersion: stored.schemaVersion, codec: stored.codec, body: stored.body,
            metadata: EventMetadata(
                tenant: "t", id: EventID(command: .derived(from: "\(position)"), ordinal: 0), origin: CommandOrigin(),
                occurred: moment, recorded: moment))
    }

    private func removed(_ user: ActorID) -> CompanyEvent {
        .memberRemoved(CompanyMemberRemoved(company: "c", user: user))
    }

    @Test func `a member sees what happens from the joining to the leaving`() {
        var gate = CompanyGate(viewer: "bob", company: "c", stays: Stays(), lastJoined: 0)
        let update = CompanyEvent.updated(CompanyUpdated(company: "c", title: "T"))
        #expect(gate.verdict(on: recorded(update, at: 4)) == .hidden)
        #expect(
            gate.verdict(
                on: recorded(.memberAdded(CompanyMemberAdded(company: "c", user: "bob", role: .member)), at: 5))
                == .shown)
        #expect(gate.verdict(on: recorded(removed("eve"), at: 6)) == .shown)
        #expect(gate.verdict(on: recorded(removed("bob"), at: 3)) == .hidden, "an earlier leaving is no leaving")
        guard case .last(let failure) = gate.verdict(on: recorded(removed("bob"), at: 7)) else {
            Issue.record("the leaving is the last event")
            return
        }
        #expect(failure.code == "FORBIDDEN")
    }

    @Test func `each event has the name of the contract`() {
        let cursor = Cursor(epoch: 1, position: 1)
        let events: [(CompanyEvent, String?)] = [
            (.created(CompanyCreated(company: "c", title: "T", inn: nil, owner: "ann")), "company.created"),
            (.updated(CompanyUpdated(company: "c", title: "T")), "company.updated"),
            (.memberAdded(CompanyMemberAdded(company: "c", user: "bob", role: .member)), "company.member.added"),
            (removed("bob"), "company.member.removed"),
            (.archived(CompanyArchived(company: "c")), nil),
        ]
        for (event, name) in events {
            let row = CompanyEvents.shown(recorded(event, at: 1), at: cursor)
            let column = row?.columns.first { $0.name == "name" }
            guard case .text(let text)? = column?.value else {
                #expect(name == nil, "\(event)")
                continue
            }
            #expect(text == name)
        }
    }
}
