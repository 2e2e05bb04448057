import ContextKit
import Database
import EventSourcing

/// `Query.dailyUsage`: what a user has used on each day, of each model.
package enum DailyUsage: ReadModel {
    package static let table = TableDefinition(
        "daily_usage",
        columns: [
            .init("tenant_id", .text), .init("user_id", .text), .init("day", .int), .init("provider", .text),
            .init("model", .text),
        ] + UsageTotals.columns,
        primaryKey: ["tenant_id", "user_id", "day", "provider", "model"])
    package static var projection: any Projection { TokenUsageProjection() }
    package static let zone = Zone.white
    package static let tagSets: [[SQLName]] = [["user_id"]]

    package static func install(in assembly: inout Assembly) {
        assembly.readModel(DailyUsage.self)
        assembly.object("DailyUsage", of: DailyUsage.self)
        assembly.read(
            "Query.dailyUsage", from: DailyUsage.self, where: [.init("user_id", .argument("userId"))],
            .connection(.descending("day", "provider", "model"), pageMax: 500, pinnedBy: nil),
            access: UsageAccess.ofOthers, owner: "user_id")
        assembly.connection("DailyUsageConnection", edge: "DailyUsageEdge")
    }
}
