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

    static func key(_ tenant: RowValue) -> RowKey { RowKey("token_usage_tenants", [tenant]) }

    /// The row of one tenant while a batch is added to it.
    struct State: Sendable {
        /// As it is stored.
        private(set) var row: [RowValue]
        private(set) var offsets: ZoneOffsets
        /// How many books there have been.
        private(set) var books: Int64 = 0

        /// UTC, and no books, if there is no row.
        init(_ stored: [RowValue]?, of tenant: RowValue) throws(ProjectionInterruption) {
            row = stored ?? [tenant, .text("UTC"), .blob(ZoneOffsets.utc.packed), .int(0), .int(0), .int(0)]
            guard row.count == 6, case .blob(let packed) = row[2], case .int(let count) = row[5] else {
                throw .poison(reason: "a tenant's row that is none")
            }
            (offsets, books) = (ZoneOffsets(packed: packed), count)
        }

        var zone: RowValue { row[1] }

        mutating func set(_ set: ZoneSet) {
            (row[1], row[2]) = (.text(set.zone), .blob(set.offsets.packed))
            offsets = set.offsets
        }

        /// Counts a book and gives it its number.
        mutating func countBook() -> Int64 {
            books += 1
            row[5] = .int(books)
            return books
        }

        /// The figures are true at this event.
        mutating func note(_ event: RecordedEvent) {
            row[3] = .int(event.position.number)
            row[4] = .int(event.metadata.recorded.microseconds)
        }
    }
}
