import ContextKit
import Database
import EventSourcing

/// The months that are billed by another book than they were recorded with; the latest word on each.
enum Reratings {
    static let table = TableDefinition(
        "token_usage_reratings",
        columns: [.init("tenant_id", .text), .init("month", .int), .init("book", .int)],
        primaryKey: ["tenant_id", "month"])

    static func put(
        _ rerating: Rerating, by event: RecordedEvent, to rows: inout RowSet
    ) throws(ProjectionInterruption) {
        try TenantCalendar.note(event, in: &rows)
        try rows.put(
            "token_usage_reratings",
            [.text(event.tenant.text), .int(rerating.month.number), .int(rerating.book)])
    }
}
