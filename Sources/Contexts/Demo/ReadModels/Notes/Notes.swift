import ContextKit
import Database
import EventSourcing
import Prelude

/// The notes on the boards of a tenant.
package struct Notes: Projection {
    package static let table = TableDefinition(
        "demo_notes",
        columns: [
            .init("tenant_id", .text), .init("board_id", .text), .init("id", .text), .init("text", .text),
            .init("color", .text), .init("author", .text), .init("created_at", .int), .init("updated_at", .int),
            .init("revision", .int), .init("added_position", .int),
        ],
        primaryKey: ["tenant_id", "board_id", "id"],
        indexes: [.init("demo_notes_by_age", on: ["tenant_id", "board_id", "added_position"])])

    private static let name: TableName = "demo_notes"
    private enum Column {
        static let (text, color, updatedAt, revision) = (3, 4, 7, 8)
    }

    package let name: ProjectionName = "demo-notes"
    package let codeVersion: Int32 = 1
    package let tables = [ReadModelTable(Notes.table)]
    package let filter = EventFilter(
        categories: [Board.category], names: [NoteAdded.name, NoteEdited.name, NoteRemoved.name])

    package init() {}

    package func apply(_ event: RecordedEvent, to rows: inout RowSet) throws(ProjectionInterruption) {
        let tenant = RowValue.text(event.tenant.text)
        let time = RowValue.int(event.metadata.occurred.microseconds)
        switch try Board.codec.decodeForProjection(event) {
        case .opened: break
        case .noteAdded(let added):
            try rows.put(
                Notes.name,
                [
                    tenant, .text(added.board), .text(added.note), .text(added.text), .text(added.color.rawValue),
                    .text(added.author.text), time, time, .int(1), .int(event.position.number),
                ])
        case .noteEdited(let edited):
            guard var row = try rows.row(Notes.name, tenant, .text(edited.board), .text(edited.note)),
                case .int(let revision) = row[Column.revision]
            else { throw .poison(reason: "there is no note \(edited.note)") }
            if let text = edited.text { row[Column.text] = .text(text) }
            if let color = edited.color { row[Column.color] = .text(color.rawValue) }
            row[Column.updatedAt] = time
            row[Column.revision] = .int(revision + 1)
            try rows.put(Notes.name, row)
        case .noteRemoved(let removed):
            try rows.delete(Notes.name, tenant, .text(removed.board), .text(removed.note))
        }
    }
}
