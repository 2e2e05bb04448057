import ContextKit
import Database
import EventSourcing

/// The totals that one usage is part of: of whom, of which model, on which day.
enum UsageCell {
    static let tables: [TableDefinition] = [
        TenantTokenStats.table, UserTokenStats.table, ModelTokenStats.table, BotTokenStats.table,
        BotModelTokenStats.table, BotUserTokenStats.table, DailyUsage.table, DailyUsageOfBots.table,
        DailyUsageOfTenant.table,
    ]

    static func keys(of usage: Usage, _ tenant: RowValue, day: Int64, zone: RowValue) -> [RowKey] {
        let (user, bot, day) = (RowValue.text(usage.user), RowValue.text(usage.bot), RowValue.int(day))
        let (provider, model) = (RowValue.text(usage.provider), RowValue.text(usage.model))
        var keys = [
            RowKey("tenant_token_stats", [tenant]),
            RowKey("user_token_stats", [tenant, user]),
            RowKey("user_token_stats_by_model", [tenant, user, provider, model]),
            RowKey("daily_usage", [tenant, user, day, zone, bot, provider, model]),
            RowKey("daily_usage_of_bots", [tenant, bot, day, zone, provider, model]),
            RowKey("daily_usage_of_tenant", [tenant, day, zone, provider, model]),
        ]
        if !usage.bot.isEmpty {
            keys += [
                RowKey("bot_token_stats", [tenant, bot]),
                RowKey("bot_token_stats_by_model", [tenant, bot, provider, model]),
                RowKey("bot_token_stats_by_user", [tenant, bot, user]),
            ]
        }
        return keys
    }
}
