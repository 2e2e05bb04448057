import ContextKit
import Database
import EventSourcing

/// Everything that each user did, in the order of time.
package enum ActivityEntries: ReadModel {
    package static let table = TableDefinition(
        "user_activity_entries",
        columns: [
            .init("tenant_id", .text), .init("user_hash", .blob), .init("at", .int), .init("position", .int),
            .init("kind", .text), .init("subject", .text),
        ],
        primaryKey: ["tenant_id", "user_hash", "at", "position"])
    package static var projection: any Projection { UserActivityProjection() }
    package static let zone = Zone.gray
    package static let tagSets: [[SQLName]] = [["user_hash"]]

    package static func install(in assembly: inout Assembly) { assembly.readModel(ActivityEntries.self) }
}
