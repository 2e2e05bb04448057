import ContextKit
import Database
import EventSourcing

/// The sessions of each user.
package enum ActivitySessions: ReadModel {
    package static let table = TableDefinition(
        "user_activity_sessions",
        columns: [
            .init("tenant_id", .text), .init("user_hash", .blob), .init("started_at", .int), .init("ended_at", .int),
            .init("entries", .int),
        ],
        primaryKey: ["tenant_id", "user_hash", "started_at"],
        indexes: [.init("by_start", on: ["tenant_id", "started_at", "user_hash"])])
    package static var projection: any Projection { UserActivityProjection() }
    package static let zone = Zone.gray
    package static let tagSets: [[SQLName]] = [["user_hash"], []]

    package static func install(in assembly: inout Assembly) { assembly.readModel(ActivitySessions.self) }

    /// Where the sessions are found that an entry of a day could belong to, without reading a user's others.
    static let starts = TableDefinition(
        "user_activity_session_starts",
        columns: [
            .init("tenant_id", .text), .init("user_hash", .blob), .init("day", .int), .init("starts", .blob),
        ],
        primaryKey: ["tenant_id", "user_hash", "day"])
}
