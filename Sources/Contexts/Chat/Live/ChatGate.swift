import ContextKit
import Database
import EventSourcing

/// Shows a viewer the events of chats from where to where they were in them, and of changed messages only those that
/// they may read.
struct ChatGate: LiveGate {
    private static let left = PublicFailure("FORBIDDEN", "You are no longer in this chat.")
    private static let table = StaysTable(
        "chat_memberships", of: Members.identity, place: "chat_id", visibleFrom: "visible_from")

    private let viewer: ActorID
    /// The only chat that is asked for; nil for all of the viewer's.
    private let chat: String?
    private var stays: Stays
    /// Where the viewer last came into the one chat, as far as it is known.
    private var lastJoined: Int64 = 0

    /// Reads where the viewer has been since a position; refuses one chat in which they never were since then.
    init(
        for chat: String?, after cursor: Cursor, _ scope: RequestScope
    ) async throws(PublicFailure) {
        guard let viewer = scope.viewer.actor else { throw .unauthenticated }
        (self.viewer, self.chat) = (viewer, chat)
        if let chat {
            guard let last = try await Self.table.lastJoined(viewer, in: chat, after: cursor.position, scope) else {
                throw .forbidden
            }
            lastJoined = last
        }
        stays = try await Self.table.stays(of: viewer, in: chat, after: cursor.position, scope)
    }

    init(viewer: ActorID, chat: String?, stays: Stays, lastJoined: Int64) {
        (self.viewer, self.chat, self.stays, self.lastJoined) = (viewer, chat, stays, lastJoined)
    }

    mutating func verdict(on event: RecordedEvent, _ note: LiveNote?) -> LiveVerdict {
        let id = ChatEventStream.chat(of: event)
        if let chat, chat != id { return .hidden }
        let hasGone = follow(event, in: id)
        let position = event.position.number
        guard stays.covers(id, position, origin: note?.origin) else { return .hidden }
        return chat != nil && hasGone && position > lastJoined ? .last(Self.left) : .shown
    }

    /// Takes in what the event says of the viewer; true if they left.
    private mutating func follow(_ event: RecordedEvent, in id: String) -> Bool {
        guard event.stream.category == Conversation.category else { return false }
        switch event.name {
        case ChatCreated.name, ParticipantAdded.name, ParticipantRemoved.name: break
        default: return false
        }
        // Why not decoded is passed over: an event that nobody can read shows nobody anything.
        guard let happened = try? Conversation.codec.decode(event) else { return false }
        let position = event.position.number
        switch happened {
        case .created(let created):
            guard created.participants.contains(where: { $0.user == viewer }) else { return false }
            join(id, at: position, seesPast: created.history == .full)
        case .participantAdded(let added):
            guard added.participant.user == viewer else { return false }
            join(id, at: position, seesPast: added.history == .full)
        case .participantRemoved(let removed):
            guard removed.user == viewer else { return false }
            stays.leave(id, at: position)
            return true
        case .updated, .archived, .roleChanged, .channelBound, .channelUnbound: break
        }
        return false
    }

    private mutating func join(_ id: String, at position: Int64, seesPast: Bool) {
        stays.join(id, at: position, seesFrom: seesPast ? 0 : position)
        lastJoined = max(lastJoined, position)
    }
}
