import Chat
import EventSourcing

/// What the lists must show, counted from the log in the plainest way.
struct Recount {
    struct Said {
        let id: String
        let position: Int64
        let sender: String
        var text: String?
    }

    struct Membership: Equatable {
        let joined: Int64
        let visibleFrom: Int64
        var read: Int64
    }

    /// One line of a list.
    struct Line: Equatable {
        let chat: String
        let user: String
        let unread: Int64
        let read: Int64
        let visibleFrom: Int64
        let lastMessage: String?
        let preview: String?
    }

    private(set) var said: [String: [Said]] = [:]
    private(set) var members: [String: [String: Membership]] = [:]
    private var history: [String: ChatHistory] = [:]

    init(_ events: [RecordedEvent]) throws {
        for event in events { try take(event) }
    }

    private mutating func take(_ event: RecordedEvent) throws {
        let position = event.position.number
        switch event.stream.category {
        case Conversation.category: take(try Conversation.codec.decode(event), position)
        case Message.category: take(try Message.codec.decode(event), position)
        default:
            guard case .read(let read) = try ReadMark.codec.decode(event) else { return }
            let mark = min(read.upTo, position)
            let known = members[read.chat]?[read.user.text]?.read ?? 0
            members[read.chat]?[read.user.text]?.read = max(known, mark)
        }
    }

    private mutating func take(_ event: ConversationEvent, _ position: Int64) {
        func joins(_ user: ActorID, _ chat: String) -> Membership {
            Membership(joined: position, visibleFrom: history[chat] == .full ? 0 : position, read: position)
        }
        switch event {
        case .created(let created):
            history[created.chat] = created.history
            for one in created.participants {
                members[created.chat, default: [:]][one.user.text] = joins(one.user, created.chat)
            }
        case .updated(let updated): history[updated.chat] = updated.history ?? history[updated.chat]
        case .participantAdded(let added):
            members[added.chat]?[added.participant.user.text] = joins(added.participant.user, added.chat)
        case .participantRemoved(let removed): members[removed.chat]?[removed.user.text] = nil
        case .archived, .roleChanged, .channelBound, .channelUnbound: break
        }
    }

    private mutating func take(_ event: MessageEvent, _ position: Int64) {
        switch event {
        case .sent(let sent):
            said[sent.chat, default: []].append(
                Said(id: sent.message, position: position, sender: sent.sender.text, text: sent.content.text))
        case .edited(let edited): set(edited.message, in: edited.chat, to: edited.text)
        case .deleted(let deleted): set(deleted.message, in: deleted.chat, to: nil)
        case .received: break
        }
    }

    private mutating func set(_ message: String, in chat: String, to text: String?) {
        guard let place = said[chat]?.firstIndex(where: { $0.id == message }) else { return }
        said[chat]?[place].text = text
    }

    /// The lines of everybody's lists, by chat and user.
    var lines: [Line] {
        members.flatMap { chat, people in
            people.map { user, member in
                let all = said[chat] ?? []
                let unread = all.count { $0.position > member.read && $0.sender != user && $0.text != nil }
                let last = all.last { $0.position >= member.visibleFrom }
                return Line(
                    chat: chat, user: user, unread: Int64(unread), read: member.read,
                    visibleFrom: member.visibleFrom, lastMessage: last?.id, preview: last?.text)
            }
        }.sorted { ($0.chat, $0.user) < ($1.chat, $1.user) }
    }
}
