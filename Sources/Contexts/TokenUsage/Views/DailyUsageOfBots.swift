import ContextKit
import Database
import EventSourcing

/// What each bot has used on each day of each model; without a bot under the empty id.
package enum DailyUsageOfBots: ReadModel {
    package static let table = TableDefinition(
        "daily_usage_of_bots",
        columns: [
            .init("tenant_id", .text), .init("bot_id", .text), .init("day", .int), .init("time_zone", .text),
            .init("provider", .text), .init("model", .text),
        ] + UsageTotals.columns,
        primaryKey: ["tenant_id", "bot_id", "day", "time_zone", "provider", "model"],
        indexes: [.init("by_day", on: ["tenant_id", "day", "time_zone", "bot_id", "provider", "model"])])
    package static var projection: any Projection { TokenUsageProjection() }
    package static let zone = Zone.white
    package static let tagSets: [[SQLName]] = [["bot_id"], []]

    package static func install(in assembly: inout Assembly) { assembly.readModel(DailyUsageOfBots.self) }
}
