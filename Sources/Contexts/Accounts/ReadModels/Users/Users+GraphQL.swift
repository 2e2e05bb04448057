import ContextKit
import Database
import EventSourcing

extension Users: ReadModel {
    package static var projection: any Projection { Users() }
    package static let zone = Zone.white
    package static let tagSets: [[SQLName]] = [["id"], ["email"], []]

    package static func install(in assembly: inout Assembly) {
        let admin = AccessRule.role(AccountPermission.admin)
        assembly.seals(UserAccount.codec)
        assembly.readModel(Users.self)
        assembly.object("User", of: Users.self)
        assembly.object("Account", of: Users.self)
        assembly.read("Query.me", from: Users.self, where: [.init("id", .viewer)], .one)
        assembly.read("Query.user", from: Users.self, where: [.init("id", .argument("id"))], .one)
        assembly.read(
            "Query.userByEmail", from: Users.self, where: [.init("email", .folded(argument: "email"))], .one,
            access: admin)
        assembly.read(
            "Query.users", from: Users.self,
            where: [
                .init("role", .optional(argument: "filter.role")),
                .init("status", .optional(argument: "filter.status")),
            ],
            .connection(.descending("registered_position"), pageMax: 100, pinnedBy: "registered_position"),
            access: admin)
        assembly.connection("AccountConnection", edge: "AccountEdge")
    }
}
