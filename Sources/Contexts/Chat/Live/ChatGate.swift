import ContextKit
import Database
import EventSourcing
import Rows

/// Shows a viewer the events of chats from where to where they were in them.
///
/// It begins with what the read model knows, which is exact for every position that the read model has reached, and
/// follows the comings and goings behind that by itself.
struct ChatGate: LiveGate {
    /// From where to where the viewer may see a chat.
    private struct Span: Sendable {
        let joined: Int64
        let from: Int64
        /// The position of the leaving, which is shown; nil while the viewer is in the chat.
        var to: Int64?

        func covers(_ position: Int64) -> Bool { from <= position && to.map { position <= $0 } ?? true }
    }

    /// Limit: comings and goings of one viewer that a subscription remembers.
    private static let spansMax = 20_000
    private static let left = PublicFailure("FORBIDDEN", "You are no longer in this chat.")

    private let viewer: ActorID
    /// The only chat that is asked for; nil for all of the viewer's.
    private let chat: String?
    private var spans: [String: [Span]] = [:]

    /// Reads where the viewer has been since a position; refuses one chat to whom it never was open since then.
    init(
        for chat: String?, after cursor: Cursor, _ scope: RequestScope
    ) async throws(PublicFailure) {
        guard let viewer = scope.viewer.actor else { throw .unauthenticated }
        (self.viewer, self.chat) = (viewer, chat)
        var parameters: [SQLValue] = [
            .text(scope.viewer.tenant.text), .text(viewer.text), .int(cursor.position.number),
        ]
        if let chat { parameters.append(.text(chat)) }
        let rows = try await scope.rows(
            chat == nil ? Self.everywhere : Self.inOneChat, parameters, of: Members.identity)
        guard rows.rowCount < Self.spansMax else {
            throw PublicFailure("SUBSCRIPTION_LIMIT", "You have been in too many chats to follow all of them at once.")
        }
        for row in 0..<rows.rowCount {
            let to = rows.cell(row: row, column: 3)
            add(
                Span(
                    joined: rows.cell(row: row, column: 1).int, from: rows.cell(row: row, column: 2).int,
                    to: to.tag == .null ? nil : to.int),
                to: rows.string(of: rows.cell(row: row, column: 0)))
        }
        if chat != nil, spans.isEmpty { throw .forbidden }
    }

    mutating func verdict(on event: RecordedEvent) -> LiveVerdict {
        let id = ChatEventStream.chat(of: event)
        if let chat, chat != id { return .hidden }
        let hasGone = follow(event, in: id)
        guard spans[id]?.contains(where: { $0.covers(event.position.number) }) ?? false else { return .hidden }
        let isOut = hasGone && spans[id]?.contains { $0.to == nil } != true
        return chat != nil && isOut ? .last(Self.left) : .shown
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
            if created.participants.contains(where: { $0.user == viewer }) { join(id, at: position) }
        case .participantAdded(let added):
            if added.participant.user == viewer { join(id, at: position) }
        case .participantRemoved(let removed):
            guard removed.user == viewer else { return false }
            leave(id, at: position)
            return true
        case .updated, .archived, .roleChanged, .channelBound, .channelUnbound: break
        }
        return false
    }

    private mutating func join(_ id: String, at position: Int64) {
        add(Span(joined: position, from: position, to: nil), to: id)
    }

    /// Why looked for first: the read model may have been ahead and have told of it already.
    private mutating func add(_ span: Span, to id: String) {
        guard spans[id]?.contains(where: { $0.joined == span.joined }) != true else { return }
        spans[id, default: []].append(span)
    }

    private mutating func leave(_ id: String, at position: Int64) {
        guard let place = spans[id]?.firstIndex(where: { $0.to == nil && $0.joined < position }) else { return }
        spans[id]?[place].to = position
    }

    private static let everywhere = Statement("chat.gate", statement(oneChat: false), columns: columns, reach: .scan)
    private static let inOneChat = Statement("chat.gate.one", statement(oneChat: true), columns: columns)
    private static let columns: [SQLScalar] = [.text, .int, .int, .int]

    private static func statement(oneChat: Bool) -> SQLFragment {
        let start: SQLFragment = """
            SELECT chat_id, joined_position, visible_from, left_position FROM chat_memberships \
            WHERE tenant_id = \(SQLType.text) AND user_id = \(SQLType.text) \
            AND (left_position IS NULL OR left_position > \(SQLType.int))
            """
        let chat: SQLFragment = oneChat ? " AND chat_id = \(SQLType.text)" : ""
        return start + chat + " LIMIT 20000"
    }
}
