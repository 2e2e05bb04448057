import ContextKit
import Database
import EventSourcing

/// The months that are billed by another book than they were recorded with; the latest word on each.
package enum Reratings: ReadModel {
    package static let table = TableDefinition(
        "token_usage_reratings",
        columns: [.init("tenant_id", .text), .init("month", .int), .init("book", .int)],
        primaryKey: ["tenant_id", "month"])
    package static var projection: any Projection { TokenUsageProjection() }
    package static let zone = Zone.white
    package static let tagSets: [[SQLName]] = [["month"]]

    package static func install(in assembly: inout Assembly) { assembly.readModel(Reratings.self) }

    static func row(_ rerating: Rerating, of tenant: RowValue) -> [RowValue] {
        [tenant, .int(rerating.month.number), .int(rerating.book)]
    }
}
