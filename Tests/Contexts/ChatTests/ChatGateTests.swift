import ContextKit
import EventSourcing
import EventSourcingTesting
import Prelude
import Testing

@testable import Chat

struct ChatGateTests {
    private func recorded<Event>(
        _ event: Event, _ codec: EventCodec<Event>, to stream: StreamName, at position: Int64
    ) -> RecordedEvent {
        let stored = codec.encode(event)
        let moment = Timestamp(microseconds: position)
        return RecordedEvent(
            position: GlobalPosition(position), stream: stream, version: StreamVersion(position), name: stored.name,
            schemaVersion: stored.schemaVersion, codec: stored.codec, body: stored.body,
            metadata: EventMetadata(
                tenant: "t", id: EventID(command: .derived(from: "\(position)"), ordinal: 0), origin: CommandOrigin(),
                occurred: moment, recorded: moment))
    }

    private func chat(_ event: ConversationEvent, at position: Int64) -> RecordedEvent {
        recorded(event, Conversation.codec, to: ChatInput.chat("c"), at: position)
    }

    private func added(_ history: ChatHistory, at position: Int64) -> RecordedEvent {
        chat(
            .participantAdded(ParticipantAdded(chat: "c", Participant("cy", .member), history: history)), at: position)
    }

    private func edited(at position: Int64) -> RecordedEvent {
        recorded(ChatFixture.edited("x"), Message.codec, to: ChatInput.message("m", in: "c"), at: position)
    }

    private func gate(in one: String? = "c", _ stays: Stays = Stays(), lastJoined: Int64 = 0) -> ChatGate {
        ChatGate(viewer: "cy", chat: one, stays: stays, lastJoined: lastJoined)
    }

    @Test func `an edit shows nobody a message from before they came, and everything to those who see the past`() {
        for (history, verdict) in [(ChatHistory.sinceJoining, LiveVerdict.hidden), (.full, .shown)] {
            var gate = gate()
            #expect(gate.verdict(on: added(history, at: 200)) == .shown)
            #expect(gate.verdict(on: edited(at: 300), LiveNote(origin: 100)) == verdict)
            #expect(gate.verdict(on: edited(at: 301), LiveNote(origin: 250)) == .shown)
        }
    }

    @Test func `who comes back sees no edits of what they saw the first time, as they do not read it either`() {
        var gate = gate()
        _ = gate.verdict(on: added(.sinceJoining, at: 100))
        guard case .last = gate.verdict(on: chat(ChatFixture.removed("cy"), at: 200)) else {
            Issue.record("the leaving is the last event")
            return
        }
        #expect(gate.verdict(on: added(.sinceJoining, at: 300)) == .shown)
        #expect(gate.verdict(on: edited(at: 350), LiveNote(origin: 150)) == .hidden)
    }

    @Test func `a leaving that was followed by another coming is not the last of a resumed stream`() {
        var stays = Stays()
        stays.join("c", at: 100, seesFrom: 100)
        var gate = gate(stays, lastJoined: 300)
        #expect(gate.verdict(on: chat(ChatFixture.removed("cy"), at: 200)) == .shown)
        #expect(gate.verdict(on: edited(at: 250), LiveNote(origin: 150)) == .hidden)
        #expect(gate.verdict(on: added(.sinceJoining, at: 300)) == .shown)
        guard case .last = gate.verdict(on: chat(ChatFixture.removed("cy"), at: 400)) else {
            Issue.record("nothing is known to follow")
            return
        }
    }

    @Test func `asked again about a leaving it answers the same, also when others were left since`() {
        var gate = gate(in: nil)
        for round in 0..<3 {
            let base = Int64(round) * 100
            #expect(gate.verdict(on: added(.sinceJoining, at: base + 10)) == .shown)
            let leaving = chat(ChatFixture.removed("cy"), at: base + 50)
            #expect(gate.verdict(on: leaving) == .shown)
            #expect(gate.verdict(on: leaving) == .shown)
            #expect(gate.verdict(on: edited(at: base + 60), LiveNote(origin: base + 20)) == .hidden)
        }
    }
}
