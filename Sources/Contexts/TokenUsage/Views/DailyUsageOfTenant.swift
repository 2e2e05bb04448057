import ContextKit
import Database
import EventSourcing

/// What all users of a tenant have used on each day of each model.
package enum DailyUsageOfTenant: ReadModel {
    package static let table = TableDefinition(
        "daily_usage_of_tenant",
        columns: [
            .init("tenant_id", .text), .init("day", .int), .init("time_zone", .text), .init("provider", .text),
            .init("model", .text),
        ] + UsageTotals.columns,
        primaryKey: ["tenant_id", "day", "time_zone", "provider", "model"])
    package static var projection: any Projection { TokenUsageProjection() }
    package static let zone = Zone.white
    package static let tagSets: [[SQLName]] = [[]]

    package static func install(in assembly: inout Assembly) { assembly.readModel(DailyUsageOfTenant.self) }
}
