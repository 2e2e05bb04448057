import ContextKit
import Database
import EventSourcing
import Rows

/// What has to be known of the events of messages before they are shown: where the message stands that an event
/// changes, so that nobody learns through an edit what was said before they came; and whether it was deleted since, so
/// that nobody reads it in an earlier part of the log.
enum MessageNotes {
    private static let found = Statement("chat.notes", text, columns: [.text, .int, .int])
    private static let text: SQLFragment = """
        SELECT id, position, deleted_at FROM chat_messages WHERE tenant_id = \(SQLType.text) \
        AND chat_id = \(SQLType.text) AND id = ANY(\(SQLType.array(.text)))
        """

    static func notes(
        on events: [RecordedEvent], _ scope: RequestScope
    ) async throws(PublicFailure) -> LiveNotes {
        // Why not those ahead of the read model: nothing that this node knows of has happened since, and a message that
        // was just sent must not wait for a table.
        let known = scope.services.positions.position(of: Messages.identity.name)
        var wanted: [String: [(message: String, event: RecordedEvent)]] = [:]
        for event in events where event.stream.category == Message.category {
            let changesOlder = event.name == MessageEdited.name || event.name == MessageDeleted.name
            guard changesOlder || event.position < known, let id = ChatEventStream.message(of: event) else { continue }
            wanted[ChatEventStream.chat(of: event), default: []].append((id, event))
        }
        var notes: LiveNotes = [:]
        for (chat, asked) in wanted {
            let rows = try await messages(Set(asked.map(\.message)), in: chat, scope)
            for (message, event) in asked {
                // Why so if there is none: what cannot be placed is shown to those who see everything, without words.
                notes[event.position] = rows[message] ?? LiveNote(origin: 0, isWithdrawn: true)
            }
        }
        return notes
    }

    private static func messages(
        _ ids: Set<String>, in chat: String, _ scope: RequestScope
    ) async throws(PublicFailure) -> [String: LiveNote] {
        let rows = try await scope.rows(
            found,
            [
                .text(scope.viewer.tenant.text), .text(chat),
                .array(ids.sorted().map { .text($0) }),
            ], of: Messages.identity)
        var notes: [String: LiveNote] = [:]
        for row in 0..<rows.rowCount {
            notes[rows.string(of: rows.cell(row: row, column: 0))] = LiveNote(
                origin: rows.cell(row: row, column: 1).int,
                isWithdrawn: rows.cell(row: row, column: 2).tag != .null)
        }
        return notes
    }
}
