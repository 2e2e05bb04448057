import ContextKit
import Database
import EventSourcing

/// `Query.userTokenStats`, `Query.usersTokenStats`, `Query.myTokenStats`: what a user has used in all.
package enum UserTokenStats: ReadModel {
    package static let table = TableDefinition(
        "user_token_stats",
        columns: [.init("tenant_id", .text), .init("user_id", .text)] + UsageTotals.columns,
        primaryKey: ["tenant_id", "user_id"])
    package static var projection: any Projection { TokenUsageProjection() }
    package static let zone = Zone.white
    package static let tagSets: [[SQLName]] = [["user_id"]]

    /// Limit: users of one `usersTokenStats`.
    static let usersMax = 200

    package static func install(in assembly: inout Assembly) {
        assembly.readModel(UserTokenStats.self)
        assembly.object("UserTokenStats", of: UserTokenStats.self)
        UsageTotals.installAmount(of: "UserTokenStats", in: &assembly)
        assembly.read(
            "Query.userTokenStats", from: UserTokenStats.self, where: [.init("user_id", .argument("userId"))], .one,
            access: UsageAccess.ofOthers, owner: "user_id")
        assembly.read("Query.myTokenStats", from: UserTokenStats.self, where: [.init("user_id", .viewer)], .one)
        assembly.keys(
            "Query.usersTokenStats", of: "UserTokens", from: "userIds", as: "user_id", max: usersMax)
        assembly.read(
            "UserTokens.stats", from: UserTokenStats.self, where: [.init("user_id", .parent("user_id"))], .one,
            access: UsageAccess.ofOthers)
    }
}
