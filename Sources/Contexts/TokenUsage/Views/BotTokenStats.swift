import ContextKit
import Database
import EventSourcing

/// `Query.botTokenStats`: what a bot has used in all, for whomever.
package enum BotTokenStats: ReadModel {
    package static let table = TableDefinition(
        "bot_token_stats",
        columns: [.init("tenant_id", .text), .init("bot_id", .text)] + UsageTotals.columns,
        primaryKey: ["tenant_id", "bot_id"])
    package static var projection: any Projection { TokenUsageProjection() }
    package static let zone = Zone.white
    package static let tagSets: [[SQLName]] = [["bot_id"]]

    package static func install(in assembly: inout Assembly) {
        assembly.readModel(BotTokenStats.self)
        assembly.object("BotTokenStats", of: BotTokenStats.self)
        UsageTotals.installAmount(of: "BotTokenStats", in: &assembly)
        assembly.read(
            "Query.botTokenStats", from: BotTokenStats.self, where: [.init("bot_id", .argument("botId"))], .one,
            access: UsageAccess.ofOthers)
    }
}
