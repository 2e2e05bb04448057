import ContextKit
import Database
import EventSourcing
import Prelude

/// The boards of a tenant, each with the number of its notes.
package struct Boards: Projection {
    package static let table = TableDefinition(
        "demo_boards",
        columns: [
            .init("tenant_id", .text), .init("id", .text), .init("title", .text), .init("owner", .text),
            .init("opened_at", .int), .init("opened_position", .int), .init("note_count", .int),
        ],
        primaryKey: ["tenant_id", "id"],
        indexes: [.init("demo_boards_by_age", on: ["tenant_id", "opened_position"])])

    private static let name: TableName = "demo_boards"
    private static let noteCount = 6

    package let name: ProjectionName = "demo-boards"
    package let codeVersion: Int32 = 1
    package let tables = [ReadModelTable(Boards.table)]
    package let filter = EventFilter(categories: [Board.category])

    package init() {}

    package func apply(_ event: RecordedEvent, to rows: inout RowSet) throws(ProjectionInterruption) {
        let tenant = RowValue.text(event.tenant.text)
        switch try Board.codec.decodeForProjection(event) {
        case .opened(let opened):
            try rows.put(
                Boards.name,
                [
                    tenant, .text(opened.board), .text(opened.title), .text(opened.owner.text),
                    .int(event.metadata.occurred.microseconds), .int(event.position.number), .int(0),
                ])
        case .noteAdded(let added): try count(added.board, by: 1, tenant, &rows)
        case .noteRemoved(let removed): try count(removed.board, by: -1, tenant, &rows)
        case .noteEdited: break
        }
    }

    private func count(
        _ board: String, by change: Int64, _ tenant: RowValue, _ rows: inout RowSet
    ) throws(ProjectionInterruption) {
        guard var row = try rows.row(Boards.name, tenant, .text(board)), case .int(let count) = row[Boards.noteCount]
        else { throw .poison(reason: "there is no board \(board)") }
        row[Boards.noteCount] = .int(count + change)
        try rows.put(Boards.name, row)
    }
}
