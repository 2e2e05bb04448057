import ContextKit
import Database
import EventSourcing

/// `UserTokenStats.byModel`: what a user has used of each model.
package enum ModelTokenStats: ReadModel {
    package static let table = TableDefinition(
        "user_token_stats_by_model",
        columns: [
            .init("tenant_id", .text), .init("user_id", .text), .init("provider", .text), .init("model", .text),
        ] + UsageTotals.columns,
        primaryKey: ["tenant_id", "user_id", "provider", "model"])
    package static var projection: any Projection { TokenUsageProjection() }
    package static let zone = Zone.white
    package static let tagSets: [[SQLName]] = [["user_id"]]
    /// Limit: models of one user that one answer lists.
    static let modelsMax = 500

    package static func install(in assembly: inout Assembly) {
        assembly.readModel(ModelTokenStats.self)
        assembly.object("ModelTokenStats", of: ModelTokenStats.self)
        UsageTotals.installAmount(of: "ModelTokenStats", in: &assembly)
        assembly.read(
            "UserTokenStats.byModel", from: ModelTokenStats.self, where: [.init("user_id", .parent("user_id"))],
            .many(.ascending("provider", "model"), max: modelsMax))
    }
}
