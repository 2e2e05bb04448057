import ContextKit

/// How many tokens a tenant's users have used and what that costs, exactly: the white zone of metering.
package enum TokenUsageContext: BoundedContext {
    package static let name = "token-usage"
    package static let parts: [any Part.Type] = [
        UserTokenStats.self,
        ModelTokenStats.self,
        BotTokenStats.self,
        BotModelTokenStats.self,
        BotUserTokenStats.self,
        TenantTokenStats.self,
        DailyUsage.self,
        DailyUsageOfBots.self,
        DailyUsageOfTenant.self,
        GetDailyUsage.self,
        GetDailyOfUser.self,
        GetDailyOfBot.self,
        TenantCalendar.self,
        BillingLines.self,
        Reratings.self,
        GetBillingPreview.self,
        GetAICosts.self,
    ]
}
