import ContextKit
import Database
import EventSourcing

/// How many users were active in each day, week and month (UTC), how many of them for the first time, and how many in
/// a streak of days. `span` is `d`, `w` or `m`, `start` the first day; streaks are counted for days only.
package enum EngagementWindows: ReadModel {
    package static let table = TableDefinition(
        "user_activity_engagement",
        columns: [
            .init("tenant_id", .text), .init("span", .text), .init("start", .int), .init("active", .int),
            .init("new_users", .int), .init("week_streaks", .int), .init("month_streaks", .int),
            .init("longest_streak", .int),
        ],
        primaryKey: ["tenant_id", "span", "start"])
    package static var projection: any Projection { UserActivityProjection() }
    package static let zone = Zone.gray
    package static let tagSets: [[SQLName]] = [[]]

    package static func install(in assembly: inout Assembly) { assembly.readModel(EngagementWindows.self) }

    /// On which days each user was active.
    static let users = TableDefinition(
        "user_activity_users",
        columns: [
            .init("tenant_id", .text), .init("user_hash", .blob), .init("first_day", .int), .init("days", .blob),
        ],
        primaryKey: ["tenant_id", "user_hash"])
}

/// Of the users whose first week is `cohort`, how many were active so many weeks later.
package enum RetentionWeeks: ReadModel {
    package static let table = TableDefinition(
        "user_activity_retention",
        columns: [
            .init("tenant_id", .text), .init("cohort", .int), .init("weeks_later", .int), .init("users", .int),
        ],
        primaryKey: ["tenant_id", "cohort", "weeks_later"])
    package static var projection: any Projection { UserActivityProjection() }
    package static let zone = Zone.gray
    package static let tagSets: [[SQLName]] = [[]]

    package static func install(in assembly: inout Assembly) { assembly.readModel(RetentionWeeks.self) }
}
