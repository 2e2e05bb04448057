import ContextKit
import Database
import EventSourcing
import Prelude

/// `Subscription.boardEvents`
package enum BoardEvents: LiveFeed {
    package static let field = "Subscription.boardEvents"

    package static func install(in assembly: inout Assembly) {
        assembly.feed(BoardEvents.self)
        for type in ["BoardOpened", "NoteAdded", "NoteEdited", "NoteRemoved"] {
            assembly.object(type, columns: columns(of: type))
        }
    }

    private static func columns(of type: String) -> [TableDefinition.Column] {
        let every: [TableDefinition.Column] = [
            .init("position", .text), .init("board_id", .text), .init("at", .int), .init("actor", .text),
        ]
        return switch type {
        case "BoardOpened": every + [.init("title", .text)]
        case "NoteAdded": every + [.init("note_id", .text), .init("text", .text), .init("color", .text)]
        case "NoteEdited":
            every + [
                .init("note_id", .text), .init("text", .text, optional: true),
                .init("color", .text, optional: true),
            ]
        default: every + [.init("note_id", .text)]
        }
    }

    package static func filter(_ input: Input, _ viewer: Viewer) throws(PublicFailure) -> EventFilter {
        EventFilter(stream: BoardInput.stream(input.text("boardId") ?? ""))
    }

    package static func row(_ event: RecordedEvent, _ note: LiveNote?, at cursor: Cursor, _ input: Input) -> ResultRow?
    {
        guard let happened = try? Board.codec.decode(event) else { return nil }
        let row =
            switch happened {
            case .opened(let opened): ResultRow("BoardOpened", ["title": .text(opened.title)])
            case .noteAdded(let added):
                ResultRow(
                    "NoteAdded",
                    ["note_id": .text(added.note), "text": .text(added.text), "color": .text(added.color.rawValue)])
            case .noteEdited(let edited):
                ResultRow(
                    "NoteEdited",
                    [
                        "note_id": .text(edited.note), "text": edited.text.map { .text($0) } ?? .null,
                        "color": edited.color.map { .text($0.rawValue) } ?? .null,
                    ])
            case .noteRemoved(let removed): ResultRow("NoteRemoved", ["note_id": .text(removed.note)])
            }
        return row.with("position", .text(cursor.description)).with("board_id", .text(event.stream.id))
            .with("at", .int(event.metadata.occurred.microseconds))
            .with("actor", .text(event.metadata.actor?.text ?? "system"))
    }
}
