import Chat
import EventSourcing
import EventSourcingTesting
import Prelude
import Testing

struct MessageTests {
    private let group = [ChatFixture.created()]
    private var ended: [ConversationEvent] { group + [ChatFixture.archived] }
    private func message(as actor: ActorID = "bob", minutesLater minutes: Int64 = 0) -> Scenario<Message> {
        ChatFixture.message(as: actor, at: ChatFixture.now.advanced(microseconds: minutes * 60_000_000))
    }
    private let send = SendMessage(chat: "c", message: "m", said: MessageContent("hello"), replyTo: nil)

    @Test func `participants say something in a chat that goes on`() {
        #expect(message().when(send, beside: group) == .success([ChatFixture.sent()]))
        #expect(message().when(send) == .failure(.unknownChat))
        #expect(message(as: "eve").when(send, beside: group) == .failure(.unknownChat))
        #expect(message().when(send, beside: group + [ChatFixture.removed("bob")]) == .failure(.unknownChat))
        #expect(message().when(send, beside: ended) == .failure(.archived))
    }

    @Test func `a message that is sent again stays one, whatever has happened since`() {
        let sent = message().given(ChatFixture.sent())
        #expect(sent.when(send, beside: group) == .success([]))
        #expect(sent.when(send, beside: ended + [ChatFixture.removed("bob")]) == .success([]))
        #expect(sent.given(ChatFixture.edited("other")).when(send, beside: group) == .success([]))
        #expect(sent.given(ChatFixture.deleted).when(send, beside: group) == .success([]))
        let other = SendMessage(chat: "c", message: "m", said: MessageContent("other"), replyTo: nil)
        #expect(sent.when(other, beside: group) == .failure(.clientMessageIDReused))
        let reply = SendMessage(chat: "c", message: "m", said: MessageContent("hello"), replyTo: "n")
        #expect(sent.when(reply, beside: group) == .failure(.clientMessageIDReused))
        #expect(
            message(as: "cy").given(ChatFixture.sent()).when(send, beside: group) == .failure(.clientMessageIDReused))
    }

    @Test func `the id of a message follows from chat, sender and client message id`() {
        let id = SendMessage.messageID("1", from: "bob", in: "c")
        #expect(id == SendMessage.messageID("1", from: "bob", in: "c"))
        let others = [("2", "bob", "c"), ("1", "bo", "c"), ("1", "bob", "d"), ("1b", "ob", "c")]
        for (client, sender, chat) in others {
            #expect(id != SendMessage.messageID(client, from: sender, in: chat))
        }
        #expect(id.utf8.count <= 48)
    }

    @Test func `a reply guards the message that it answers`() throws {
        let reply = SendMessage(chat: "c", message: "m", said: MessageContent("yes"), replyTo: "n")
        let decision = try message().decision(on: reply, beside: group).get()
        #expect(decision.others.map(\.stream.text) == ["chat.message:c/n"])
        #expect(decision.others.map(\.expected) == [.exists])
        let conflict = StreamConflict(
            stream: decision.others[0].stream, expected: .exists, actual: .empty, missed: [])
        #expect(reply.refusal(for: conflict) == .unknownReplyTarget)
    }

    @Test func `only the author edits, for some minutes`() {
        let edit = EditMessage(chat: "c", message: "m", text: "better")
        let sent = ChatFixture.sent()
        #expect(message().given(sent).when(edit, beside: group) == .success([ChatFixture.edited("better")]))
        #expect(message().when(edit, beside: group) == .failure(.unknownMessage))
        for other: ActorID in ["ann", "ada", "cy"] {
            #expect(message(as: other).given(sent).when(edit, beside: group) == .failure(.notAuthor))
        }
        #expect(message(minutesLater: 15).given(sent).when(edit, beside: group) != .failure(.editWindowClosed))
        #expect(message(minutesLater: 16).given(sent).when(edit, beside: group) == .failure(.editWindowClosed))
        #expect(message().given(sent, ChatFixture.deleted).when(edit, beside: group) == .failure(.messageDeleted))
        #expect(message().given(sent).when(edit, beside: ended) == .failure(.archived))
        #expect(
            message().given(sent).when(edit, beside: group + [ChatFixture.removed("bob")])
                == .failure(.unknownChat))
        #expect(message().given(sent, ChatFixture.edited("better")).when(edit, beside: group) == .success([]))
        let many = (0..<Message.editsMax).map { ChatFixture.edited("\($0)") }
        #expect(message().given([sent] + many).when(edit, beside: group) == .failure(.tooManyEdits))
    }

    @Test func `the author deletes, and whoever manages the chat`() {
        let delete = DeleteMessage(chat: "c", message: "m")
        for who: ActorID in ["bob", "ann", "ada"] {
            #expect(
                message(as: who, minutesLater: 99).given(ChatFixture.sent()).when(delete, beside: group)
                    == .success([ChatFixture.deleted]))
        }
        #expect(message(as: "cy").given(ChatFixture.sent()).when(delete, beside: group) == .failure(.notAuthor))
        #expect(message().when(delete, beside: group) == .failure(.unknownMessage))
        #expect(message().given(ChatFixture.sent(), ChatFixture.deleted).when(delete, beside: group) == .success([]))
        #expect(message().given(ChatFixture.sent()).when(delete, beside: ended) == .failure(.archived))
        #expect(
            message(as: "ann").given(ChatFixture.sent()).when(delete, beside: [ChatFixture.direct])
                == .failure(.notAuthor))
    }

    @Test func `what is said elsewhere comes in through a bound channel`() {
        let bound = group + [.channelBound(ExternalChannelBound(chat: "c", ChatFixture.telegram))]
        let receive = ReceiveExternalMessage(
            chat: "c", message: "m", channel: ChatFixture.telegram, author: "Bob", said: MessageContent("hi"))
        let received = MessageEvent.received(
            ExternalMessageReceived(
                chat: "c", message: "m", channel: ChatFixture.telegram, author: "Bob",
                content: MessageContent("hi"), at: ChatFixture.now))
        #expect(message().when(receive, beside: bound) == .success([received]))
        #expect(message().when(receive, beside: group) == .failure(.notBound))
        #expect(message().when(receive) == .failure(.unknownChat))
        #expect(message().when(receive, beside: bound + [ChatFixture.archived]) == .failure(.archived))
        #expect(message().given(received).when(receive, beside: group) == .success([]))
        #expect(message().given(ChatFixture.sent()).when(receive, beside: bound) == .failure(.clientMessageIDReused))
        let edit = EditMessage(chat: "c", message: "m", text: "x")
        #expect(message(as: "ann").given(received).when(edit, beside: bound) == .failure(.notAuthor))
        #expect(!receive.isPermitted(to: Caller(actor: "bob", permissions: ["admin"])))
        #expect(receive.isPermitted(to: Caller(actor: "bot", permissions: ["messenger"])))
        #expect(receive.isPermitted(to: .system("telegram")))
    }

    @Test func `a read mark never goes back, and is one's own`() {
        func read(_ upTo: Int64) -> MarkMessagesAsRead {
            MarkMessagesAsRead(chat: "c", user: "bob", upTo: upTo, head: 100)
        }
        func marked(_ upTo: Int64) -> ReadMarkEvent {
            .read(MessagesMarkedAsRead(chat: "c", user: "bob", upTo: upTo))
        }
        let mark = ChatFixture.mark()
        #expect(mark.when(read(5), beside: group) == .success([marked(5)]))
        #expect(mark.given(marked(5)).when(read(5), beside: group) == .success([]))
        #expect(mark.given(marked(5)).when(read(4), beside: group) == .success([]))
        #expect(mark.given(marked(5), marked(3)).when(read(4), beside: group) == .success([]))
        #expect(mark.given(marked(5)).when(read(6), beside: ended) == .success([marked(6)]))
        #expect(ChatFixture.mark(as: "cy").when(read(5), beside: group) == .failure(.unknownChat))
        #expect(mark.when(read(5), beside: group + [ChatFixture.removed("bob")]) == .failure(.unknownChat))
        #expect(mark.when(read(5)) == .failure(.unknownChat))
        #expect(read(0).violations().map(\.code) == ["NOT_POSITIVE"])
        #expect(mark.when(read(.max), beside: group) == .success([marked(100)]), "nobody has read what is not there")
        #expect(read(7).content != read(8).content, "sent again, it is the same whatever the log has come to")
    }

    @Test func `a chat is muted and heard again`() {
        func mute(_ isMuted: Bool) -> MuteChat { MuteChat(chat: "c", user: "bob", isMuted: isMuted) }
        func muted(_ isMuted: Bool) -> ReadMarkEvent {
            .muted(ChatMuted(chat: "c", user: "bob", isMuted: isMuted))
        }
        let mark = ChatFixture.mark()
        #expect(mark.when(mute(true), beside: group) == .success([muted(true)]))
        #expect(
            mark.given(muted(true)).when(mute(true), beside: group) == .success([muted(true)]),
            "who came back hears the chat again, and may not want to")
        #expect(mark.given(muted(true)).when(mute(false), beside: group) == .success([muted(false)]))
        #expect(ChatFixture.mark(as: "cy").when(mute(true), beside: group) == .failure(.unknownChat))
    }

    @Test func `every violation of the input is told`() {
        let files = (0...10).map { "f\($0)" }
        let bad = SendMessage(
            chat: "c", message: "m", said: MessageContent(" \n", attachments: files + ["a b"]), replyTo: "m")
        #expect(bad.violations().map(\.code) == ["ITSELF", "EMPTY", "TOO_MANY", "INVALID_ID"])
        let long = EditMessage(chat: "c", message: "m", text: String(repeating: "é", count: 4_001))
        #expect(long.violations().map(\.code) == ["TOO_LONG"])
    }

    @Test func `what is stored is read back`() {
        let events: [MessageEvent] = [
            ChatFixture.sent(), ChatFixture.edited("x"), ChatFixture.deleted,
            .sent(
                MessageSent(
                    chat: "c", message: "m", sender: "bob", content: MessageContent("a\u{1}", attachments: ["f", "g"]),
                    replyTo: "n", at: ChatFixture.now)),
            .received(
                ExternalMessageReceived(
                    chat: "c", message: "m", channel: ChatFixture.telegram, author: "Bob",
                    content: MessageContent("hi"), at: ChatFixture.now)),
        ]
        #expect(message().given(events).codecViolations(isSame: ==).isEmpty)
        let marks: [ReadMarkEvent] = [
            .read(MessagesMarkedAsRead(chat: "c", user: "bob", upTo: 5)),
            .muted(ChatMuted(chat: "c", user: "bob", isMuted: true)),
        ]
        #expect(ChatFixture.mark().given(marks).codecViolations(isSame: ==).isEmpty)
    }

    @Test func `the bodies of the first schema version decode for ever`() throws {
        let stored = [
            (
                "chat.message-sent.1",
                #"{"chat":"c","message":"m","sender":"bob","text":"hello","at":1700000000000000}"#
            ),
            ("chat.message-edited.1", #"{"chat":"c","message":"m","text":"x"}"#),
            ("chat.message-deleted.1", #"{"chat":"c","message":"m"}"#),
        ]
        let events = try stored.map { name, body in
            try Message.codec.decode(try #require(EventName(name)), schemaVersion: 1, body: Array(body.utf8))
        }
        #expect(events == [ChatFixture.sent(), ChatFixture.edited("x"), ChatFixture.deleted])
    }
}
