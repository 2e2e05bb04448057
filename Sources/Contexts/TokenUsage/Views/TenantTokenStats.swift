import ContextKit
import Database
import EventSourcing

/// `Query.tenantTokenStats`: what all users of a tenant have used.
package enum TenantTokenStats: ReadModel {
    package static let table = TableDefinition(
        "tenant_token_stats", columns: [.init("tenant_id", .text)] + UsageTotals.columns, primaryKey: ["tenant_id"])
    package static var projection: any Projection { TokenUsageProjection() }
    package static let zone = Zone.white
    package static let tagSets: [[SQLName]] = [[]]

    package static func install(in assembly: inout Assembly) {
        assembly.readModel(TenantTokenStats.self)
        assembly.object("TenantTokenStats", of: TenantTokenStats.self)
        UsageTotals.installAmount(of: "TenantTokenStats", in: &assembly)
        assembly.read(
            "Query.tenantTokenStats", from: TenantTokenStats.self, where: [], .one, access: UsageAccess.ofOthers)
    }
}
