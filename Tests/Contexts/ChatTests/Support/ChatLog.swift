import Chat
import EventSourcing
import EventSourcingTesting
import Prelude

/// A log that commands write to as they would to a store; positions may be far apart, as if others wrote between.
struct ChatLog {
    private(set) var events: [RecordedEvent] = []
    private var byStream: [StreamName: [RecordedEvent]] = [:]
    private var position: Int64 = 0
    var now = ChatFixture.now

    /// Decides the command and appends what happens; what is refused changes nothing.
    @discardableResult
    mutating func attempt<Content: Command>(_ command: Content, as actor: ActorID, skipping gap: Int = 0) -> Bool {
        let circumstances = Circumstances(
            now: now, tenant: "t", command: .derived(from: "\(events.count)"), caller: Caller(actor: actor),
            version: .empty)
        let own = state(command.stream, of: Content.Subject.self)
        let other = command.consulted.map { state($0, of: Content.Consulted.self) } ?? Content.Consulted()
        guard command.violations().isEmpty,
            let decision = try? command.decide(own, consulting: other, circumstances)
        else { return false }
        for event in decision.events { append(Content.Subject.codec.encode(event), to: command.stream, actor, gap) }
        return !decision.events.isEmpty
    }

    private func state<Subject: Aggregate>(_ stream: StreamName, of subject: Subject.Type) -> Subject {
        Subject.folded((byStream[stream] ?? []).compactMap { try? Subject.codec.decode($0) })
    }

    private mutating func append(_ event: NewEvent, to stream: StreamName, _ actor: ActorID, _ gap: Int) {
        position += 1 + Int64(gap)
        let recorded = RecordedEvent(
            position: GlobalPosition(position), stream: stream,
            version: StreamVersion(Int64((byStream[stream]?.count ?? 0) + 1)), name: event.name,
            schemaVersion: event.schemaVersion, codec: .json, body: event.body,
            metadata: EventMetadata(
                tenant: "t", id: EventID(command: .derived(from: "\(position)"), ordinal: 0),
                origin: CommandOrigin(actor: actor), occurred: now, recorded: now))
        events.append(recorded)
        byStream[stream, default: []].append(recorded)
    }

    var head: Int64 { position }

    /// What some people do in some chats at random: also what they may not do, and marks in any order.
    static func random(seed: UInt64, count: Int) -> ChatLog {
        var (log, random) = (ChatLog(), SeededRandom(seed: seed))
        let people: [ActorID] = ["ann", "bob", "cy", "dan", "eve"]
        func anybody() -> ActorID { people[random.below(people.count)] }
        for _ in 0..<count {
            log.now = log.now.advanced(microseconds: Int64(random.below(60_000_000)))
            let (chat, gap) = ("c\(random.below(3))", random.chance(30) ? random.below(6_000) : 0)
            let (who, whom, message) = (anybody(), anybody().text, "m\(random.below(40))")
            switch random.below(100) {
            case ..<8:
                let history: ChatHistory = random.chance(50) ? .full : .sinceJoining
                log.attempt(
                    CreateChat(chat: chat, kind: .group, title: "T", history: history, members: [whom]), as: who,
                    skipping: gap)
            case ..<18:
                log.attempt(AddParticipant(chat: chat, user: whom, role: .member), as: who, skipping: gap)
            case ..<24: log.attempt(RemoveParticipant(chat: chat, user: whom), as: who, skipping: gap)
            case ..<27:
                log.attempt(UpdateParticipantRole(chat: chat, user: whom, role: .owner), as: who, skipping: gap)
            case ..<60:
                let said = MessageContent("text \(random.below(9))")
                log.attempt(SendMessage(chat: chat, message: message, said: said, replyTo: nil), as: who, skipping: gap)
            case ..<68:
                log.attempt(EditMessage(chat: chat, message: message, text: "edit \(random.below(9))"), as: who)
            case ..<78: log.attempt(DeleteMessage(chat: chat, message: message), as: who, skipping: gap)
            case ..<97:
                let upTo = Int64(random.below(Int(log.head) + 5)) + 1
                log.attempt(
                    MarkMessagesAsRead(chat: chat, user: who, upTo: upTo, head: log.head), as: who, skipping: gap)
            case ..<99: log.attempt(UpdateChat(chat: chat, title: "U\(random.below(9))", history: nil), as: who)
            default: log.attempt(MuteChat(chat: chat, user: who, isMuted: random.chance(50)), as: who)
            }
        }
        return log
    }
}
