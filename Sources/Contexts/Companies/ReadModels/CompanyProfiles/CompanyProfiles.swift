import ContextKit
import Database
import EventSourcing

/// The companies of a tenant, each for its members and for nobody else.
package enum CompanyProfiles: ReadModel {
    package static let table = TableDefinition(
        "companies_profiles",
        columns: [
            .init("tenant_id", .text), .init("id", .text), .init("title", .text), .init("inn", .text, optional: true),
            .init("status", .text), .init("messenger_group", .text, optional: true), .init("member_count", .int),
            .init("created_at", .int), .init("created_position", .int), .init("updated_at", .int),
        ],
        primaryKey: ["tenant_id", "id"])
    package static var projection: any Projection { CompanyProjection() }
    package static let zone = Zone.white
    package static let tagSets: [[SQLName]] = [["id"]]

    package static func install(in assembly: inout Assembly) {
        assembly.readModel(CompanyProfiles.self)
        assembly.object("Company", of: CompanyProfiles.self)
        assembly.read(
            "Query.company", from: CompanyProfiles.self, where: [.init("id", .argument("id"))], .one,
            guarded: .init(CompanyMembers.table, viewer: "user_id", matching: [.init("id", "company_id")]))
        // Why no guard: a membership of the viewer's own is the only way here.
        assembly.read(
            "CompanyMembership.company", from: CompanyProfiles.self, where: [.init("id", .parent("company_id"))], .one)
    }
}
