import Chat
import EventSourcing
import EventSourcingTesting
import Testing

struct ChatSnapshotTests {
    private func isKept<State: Aggregate & Equatable>(_ events: [State.Event], of type: State.Type) throws -> Bool {
        let form = try #require(State.snapshots)
        return (0...events.count).allSatisfy { count in
            let state = State.folded(events.prefix(count))
            return form.decode(form.encode(state)) == state
        }
    }

    @Test func `a snapshot holds what the events add up to`() throws {
        let chat = [
            ChatFixture.created(.company), ChatFixture.added("dan"), ChatFixture.removed("bob"), ChatFixture.archived,
        ]
        #expect(try isKept(chat, of: Conversation.self))
        #expect(try isKept(([1, 1, 1, 2, 5, 5] as [Int64]).map { ChatBegun(day: $0) }, of: ChatOpener.self))
        let marks: [ReadMarkEvent] = [
            .read(MessagesMarkedAsRead(chat: "c", user: "bob", upTo: 5)),
            .muted(ChatMuted(chat: "c", user: "bob", isMuted: true)),
            .read(MessagesMarkedAsRead(chat: "c", user: "bob", upTo: 9)),
        ]
        #expect(try isKept(marks, of: ReadMark.self))
        for nonsense in ["", "x", "1", "1 2 3"] {
            #expect(ChatOpener.snapshots?.decode(Array(nonsense.utf8)) == nil)
        }
    }
}
