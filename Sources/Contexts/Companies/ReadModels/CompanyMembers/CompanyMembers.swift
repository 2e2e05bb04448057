import ContextKit
import Database
import EventSourcing

/// Who is in which company, for those who are in it themselves.
package enum CompanyMembers: ReadModel {
    package static let table = TableDefinition(
        "companies_members",
        columns: [
            .init("tenant_id", .text), .init("company_id", .text), .init("user_id", .text), .init("role", .text),
            .init("since", .int), .init("joined_position", .int),
        ],
        primaryKey: ["tenant_id", "company_id", "user_id"],
        indexes: [
            .init("companies_members_by_user", on: ["tenant_id", "user_id", "joined_position"]),
            .init("companies_members_by_age", on: ["tenant_id", "company_id", "joined_position"]),
        ])
    package static var projection: any Projection { CompanyProjection() }
    package static let zone = Zone.white
    package static let tagSets: [[SQLName]] = [["company_id"], ["user_id"], ["company_id", "user_id"]]

    private static let ofTheCompany = ReadRecipe.Guard(
        table, viewer: "user_id", matching: [.init("company_id", "company_id")])

    package static func install(in assembly: inout Assembly) {
        assembly.readModel(CompanyMembers.self)
        assembly.object("CompanyMember", of: CompanyMembers.self)
        assembly.object("CompanyMembership", of: CompanyMembers.self)
        // Why by the id: two members who came by one command would share a position.
        let byAge = ReadRecipe.Shape.connection(
            .ascending("joined_position", "user_id"), pageMax: 200, pinnedBy: "joined_position")
        assembly.read(
            "Query.companyMembers", from: CompanyMembers.self,
            where: [.init("company_id", .argument("companyId"))], byAge, guarded: ofTheCompany)
        assembly.read(
            "Company.members", from: CompanyMembers.self, where: [.init("company_id", .parent("id"))], byAge,
            guarded: ofTheCompany)
        assembly.read(
            "Query.myCompanies", from: CompanyMembers.self, where: [.init("user_id", .viewer)],
            .connection(.descending("joined_position", "company_id"), pageMax: 200, pinnedBy: "joined_position"))
        assembly.connection("CompanyMemberConnection", edge: "CompanyMemberEdge")
        assembly.connection("CompanyMembershipConnection", edge: "CompanyMembershipEdge")
    }
}
