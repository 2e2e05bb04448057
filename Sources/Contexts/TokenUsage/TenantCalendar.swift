import ContextKit
import Database
import EventSourcing
import Prelude

/// A row a tenant: the time zone that days are cut in, and the last event that is in its figures.
package enum TenantCalendar: ReadModel {
    package static let table = TableDefinition(
        "token_usage_tenants",
        columns: [
            .init("tenant_id", .text), .init("time_zone", .text), .init("offsets", .blob), .init("position", .int),
            .init("recorded_at", .int), .init("books", .int),
        ],
        primaryKey: ["tenant_id"])
    package static var projection: any Projection { TokenUsageProjection() }
    package static let zone = ContextKit.Zone.white
    package static let tagSets: [[SQLName]] = [[]]

    package static func install(in assembly: inout Assembly) { assembly.readModel(TenantCalendar.self) }

    /// The zone of a tenant's row, UTC if there is none.
    struct Zone {
        let name: RowValue
        let offsets: ZoneOffsets

        init(_ row: [RowValue]?) {
            name = row?[1] ?? .text("UTC")
            if case .blob(let packed)? = row?[2] {
                offsets = ZoneOffsets(packed: packed)
            } else {
                offsets = .utc
            }
        }
    }

    static func key(_ tenant: RowValue) -> RowKey { RowKey("token_usage_tenants", [tenant]) }

    static func set(
        _ set: ZoneSet, by event: RecordedEvent, to rows: inout RowSet
    ) throws(ProjectionInterruption) {
        var row = try self.row(of: event, in: rows)
        (row[1], row[2]) = (.text(set.zone), .blob(set.offsets.packed))
        try put(row, event, to: &rows)
    }

    /// Counts a book and gives it its number.
    static func countBook(
        _ event: RecordedEvent, in rows: inout RowSet
    ) throws(ProjectionInterruption) -> Int64 {
        var row = try self.row(of: event, in: rows)
        guard case .int(let count) = row[5] else { throw .poison(reason: "a number of books that is none") }
        row[5] = .int(count + 1)
        try put(row, event, to: &rows)
        return count + 1
    }

    /// The figures are true at this event.
    static func note(_ event: RecordedEvent, in rows: inout RowSet) throws(ProjectionInterruption) {
        try put(try row(of: event, in: rows), event, to: &rows)
    }

    private static func row(
        of event: RecordedEvent, in rows: RowSet
    ) throws(ProjectionInterruption) -> [RowValue] {
        let tenant = RowValue.text(event.tenant.text)
        if let row = try rows.row(key(tenant)) { return row }
        return [tenant, .text("UTC"), .blob(ZoneOffsets.utc.packed), .int(0), .int(0), .int(0)]
    }

    private static func put(
        _ row: [RowValue], _ event: RecordedEvent, to rows: inout RowSet
    ) throws(ProjectionInterruption) {
        var row = row
        row[3] = .int(event.position.number)
        row[4] = .int(event.metadata.recorded.microseconds)
        try rows.put("token_usage_tenants", row)
    }
}
