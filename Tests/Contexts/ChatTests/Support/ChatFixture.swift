import Chat
import EventSourcing
import EventSourcingTesting
import Prelude

/// A group of ann (owner), ada (admin), bob and cy (members), and what tests say about it.
enum ChatFixture {
    static let people: [Participant] = [
        Participant("ann", .owner), Participant("ada", .admin), Participant("bob", .member),
        Participant("cy", .member),
    ]
    static let now = Timestamp(microseconds: 1_700_000_000_000_000)
    static let telegram = ExternalChannel(channel: "telegram", externalID: "-100")

    static func created(
        _ kind: ChatKind = .group, title: String? = "T", history: ChatHistory = .full,
        _ participants: [Participant] = people
    ) -> ConversationEvent {
        .created(
            ChatCreated(
                chat: "c", kind: kind, title: kind == .direct ? nil : title,
                company: kind == .company ? "acme" : nil, history: history, participants: participants))
    }

    static let archived = ConversationEvent.archived(ChatArchived(chat: "c"))
    static let direct = created(.direct, [Participant("ann", .member), Participant("bob", .member)])

    static func added(_ user: ActorID, _ role: ChatRole = .member) -> ConversationEvent {
        .participantAdded(ParticipantAdded(chat: "c", Participant(user, role), history: .full))
    }

    static func removed(_ user: ActorID) -> ConversationEvent {
        .participantRemoved(ParticipantRemoved(chat: "c", user: user))
    }

    static func sent(_ text: String = "hello", by sender: ActorID = "bob", at: Timestamp = now) -> MessageEvent {
        .sent(MessageSent(chat: "c", message: "m", sender: sender, content: MessageContent(text), at: at))
    }

    static let deleted = MessageEvent.deleted(MessageDeleted(chat: "c", message: "m"))

    static func edited(_ text: String) -> MessageEvent {
        .edited(MessageEdited(chat: "c", message: "m", text: text))
    }

    static func chat(as actor: ActorID = "ann") -> Scenario<Conversation> {
        Scenario(Conversation.self, caller: Caller(actor: actor), now: now)
    }

    static func message(as actor: ActorID = "bob", at moment: Timestamp = now) -> Scenario<Message> {
        Scenario(Message.self, caller: Caller(actor: actor), now: moment)
    }

    static func mark(as actor: ActorID = "bob") -> Scenario<ReadMark> {
        Scenario(ReadMark.self, caller: Caller(actor: actor), now: now)
    }
}
