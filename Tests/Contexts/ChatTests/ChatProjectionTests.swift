import Chat
import EventSourcing
import EventSourcingTesting
import Testing

struct ChatProjectionTests {
    /// What the table of members says, in the form of the recount.
    private func lines(_ stored: StoredRows) -> [Recount.Line] {
        func text(_ value: RowValue) -> String? { if case .text(let text) = value { text } else { nil } }
        func number(_ value: RowValue) -> Int64 { if case .int(let number) = value { number } else { -1 } }
        return stored.table("chat_members").map { row in
            Recount.Line(
                chat: text(row[1]) ?? "", user: text(row[2]) ?? "", unread: number(row[8]), read: number(row[7]),
                visibleFrom: number(row[6]), lastMessage: text(row[15]), preview: text(row[17]))
        }
    }

    @Test(arguments: Seeds.range(12))
    func `lists and unread counts are what a recount from the log gives`(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed &* 31)
        let log = ChatLog.random(seed: seed, count: 600)
        let stored = StoredRows(log.events) { 1 + random.below(40) }
        let recount = try Recount(log.events)
        #expect(stored.parked.isEmpty, "seed \(seed): \(stored.parked)")
        #expect(lines(stored) == recount.lines, "seed \(seed)")
        #expect(recount.lines.contains { $0.unread > 0 }, "seed \(seed) has something unread")
        #expect(log.head > 50_000, "seed \(seed) spreads over several stretches")
    }

    @Test(arguments: Seeds.range(5))
    func `any paging of the same events gives the same rows`(_ seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let events = ChatLog.random(seed: seed, count: 300).events
        #expect(StoredRows(events) { events.count } == StoredRows(events) { 1 + random.below(9) }, "seed \(seed)")
    }

    @Test func `an edit keeps what was said, and a deletion keeps nothing of it`() {
        var log = ChatLog()
        log.attempt(CreateChat(chat: "c", kind: .group, title: "T", members: ["bob"]), as: "ann")
        let said = MessageContent("one", attachments: ["f"])
        log.attempt(SendMessage(chat: "c", message: "m", said: said, replyTo: nil), as: "bob")
        log.attempt(EditMessage(chat: "c", message: "m", text: "two"), as: "bob")
        log.attempt(EditMessage(chat: "c", message: "m", text: "three"), as: "bob")
        let edited = StoredRows(log.events) { 1 }
        #expect(edited.table("chat_message_versions").map { $0[4] } == [.text("one"), .text("two")])
        #expect(edited.table("chat_messages").map { $0[5] } == [.text("three")])
        #expect(edited.table("chats").map { $0[14] } == [.text("three")])
        log.attempt(DeleteMessage(chat: "c", message: "m"), as: "ann")
        let deleted = StoredRows(log.events) { 2 }
        #expect(deleted.table("chat_message_versions").isEmpty)
        #expect(deleted.table("chat_messages").map { [$0[5], $0[7]] } == [[.null, .text("[]")]])
        let shown = deleted.rows.values.joined().filter { $0 == .text("three") || $0 == .text("one") }
        #expect(shown.isEmpty)
    }

    @Test func `the beginning of a long message is cut between characters`() {
        var log = ChatLog()
        log.attempt(CreateChat(chat: "c", kind: .group, title: "T", members: []), as: "ann")
        let long = String(repeating: "a", count: 199) + "👩‍👩‍👧‍👦" + "b"
        log.attempt(SendMessage(chat: "c", message: "m", said: MessageContent(long), replyTo: nil), as: "ann")
        let shown = StoredRows(log.events) { 9 }.table("chats")[0][14]
        #expect(shown == .text(String(repeating: "a", count: 199)))
    }

    @Test func `a channel is listed while the chat is bound to it`() {
        var log = ChatLog()
        log.attempt(CreateChat(chat: "c", kind: .external, title: "T", members: []), as: "ann")
        log.attempt(BindExternalChannel(chat: "c", channel: ChatFixture.telegram), as: "ann")
        #expect(StoredRows(log.events) { 1 }.table("chat_channels").count == 1)
        log.attempt(UnbindExternalChannel(chat: "c", channel: ChatFixture.telegram), as: "ann")
        #expect(StoredRows(log.events) { 1 }.table("chat_channels").isEmpty)
    }
}
