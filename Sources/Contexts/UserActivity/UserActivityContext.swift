import ContextKit

/// What people do, when, and whether they come back: timelines, sessions and engagement. The gray zone: for charts and
/// insight, never for a permission, a limit or a command. Whoever is meant is kept under a hash.
package enum UserActivityContext: BoundedContext {
    package static let name = "user-activity"
    package static let parts: [any Part.Type] = [
        ActivityEntries.self,
        ActivitySessions.self,
        SessionDays.self,
        EngagementWindows.self,
        RetentionWeeks.self,
        GetUserTimeline.self,
        GetSessionStats.self,
        GetSessions.self,
        GetEngagement.self,
    ]
}
