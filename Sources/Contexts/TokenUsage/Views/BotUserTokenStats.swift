import ContextKit
import Database
import EventSourcing

/// `BotTokenStats.topUsers`: for whom a bot has used what, the dearest first.
package enum BotUserTokenStats: ReadModel {
    package static let table = TableDefinition(
        "bot_token_stats_by_user",
        columns: [.init("tenant_id", .text), .init("bot_id", .text), .init("user_id", .text)] + UsageTotals.columns,
        primaryKey: ["tenant_id", "bot_id", "user_id"],
        indexes: [
            .init("by_cost", on: ["tenant_id", "bot_id", "cost", "cost_pico_remainder", "total_tokens", "user_id"])
        ])
    package static var projection: any Projection { TokenUsageProjection() }
    package static let zone = Zone.white
    package static let tagSets: [[SQLName]] = [["bot_id"]]

    package static func install(in assembly: inout Assembly) {
        assembly.readModel(BotUserTokenStats.self)
        assembly.object("BotUserTokenStats", of: BotUserTokenStats.self)
        UsageTotals.installAmount(of: "BotUserTokenStats", in: &assembly)
        assembly.read(
            "BotTokenStats.topUsers", from: BotUserTokenStats.self, where: [.init("bot_id", .parent("bot_id"))],
            .connection(
                .descending("cost", "cost_pico_remainder", "total_tokens", "user_id"), pageMax: 100, pinnedBy: nil))
        assembly.connection("BotUserTokenStatsConnection", edge: "BotUserTokenStatsEdge")
    }
}
