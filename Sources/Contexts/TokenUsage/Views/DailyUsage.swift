import ContextKit
import Database
import EventSourcing

/// What each user has used on each day, with each bot, of each model: the finest totals that are kept.
///
/// A day is one of the tenant's time zone, stored with the zone that it was cut in, so that a change of zone counts
/// nothing twice.
package enum DailyUsage: ReadModel {
    package static let table = TableDefinition(
        "daily_usage",
        columns: [
            .init("tenant_id", .text), .init("user_id", .text), .init("day", .int), .init("time_zone", .text),
            .init("bot_id", .text), .init("provider", .text), .init("model", .text),
        ] + UsageTotals.columns,
        primaryKey: ["tenant_id", "user_id", "day", "time_zone", "bot_id", "provider", "model"],
        indexes: [
            .init("by_day", on: ["tenant_id", "day", "time_zone", "user_id", "bot_id", "provider", "model"]),
            .init("by_bot", on: ["tenant_id", "bot_id", "day", "time_zone", "user_id", "provider", "model"]),
        ])
    package static var projection: any Projection { TokenUsageProjection() }
    package static let zone = Zone.white
    package static let tagSets: [[SQLName]] = [["user_id"], ["bot_id"], []]

    package static func install(in assembly: inout Assembly) { assembly.readModel(DailyUsage.self) }
}
