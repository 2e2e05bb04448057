import ContextKit
import Database
import EventSourcing

/// `BotTokenStats.byModel`: what a bot has used of each model.
package enum BotModelTokenStats: ReadModel {
    package static let table = TableDefinition(
        "bot_token_stats_by_model",
        columns: [
            .init("tenant_id", .text), .init("bot_id", .text), .init("provider", .text), .init("model", .text),
        ] + UsageTotals.columns,
        primaryKey: ["tenant_id", "bot_id", "provider", "model"])
    package static var projection: any Projection { TokenUsageProjection() }
    package static let zone = Zone.white
    package static let tagSets: [[SQLName]] = [["bot_id"]]

    package static func install(in assembly: inout Assembly) {
        assembly.readModel(BotModelTokenStats.self)
        assembly.read(
            "BotTokenStats.byModel", from: BotModelTokenStats.self, where: [.init("bot_id", .parent("bot_id"))],
            .many(.ascending("provider", "model"), max: ModelTokenStats.modelsMax))
    }
}
