import ContextKit
import Database
import EventSourcing

/// Adds each usage, rated once, to every total that it is part of.
///
/// Why: one projection for all tables, so that they change in one transaction: at every position of the log the lines
/// of models, days and bills add up to the totals of users, bots and tenants.
package struct TokenUsageProjection: BatchedProjection {
    package let name: ProjectionName = "token-usage"
    package let codeVersion: Int32 = 2
    package let tables =
        UsageCell.tables.map { ReadModelTable($0) } + [
            ReadModelTable(BillingLines.table), ReadModelTable(TenantCalendar.table), ReadModelTable(Prices.table),
            ReadModelTable(PriceBooks.table), ReadModelTable(Reratings.table),
        ]
    package let filter = EventFilter(names: [Usage.name, PublishedPrices.name, ZoneSet.name, Rerating.name])

    package init() {}

    /// Why one lane a tenant: a usage is rated by what stands before it in the log, so behind a price book or a time
    /// zone that could not be applied everything of the tenant waits. Rather late than wrong.
    package func lane(of event: RecordedEvent) -> String { event.tenant.text }

    package func events(_ events: [RecordedEvent]) -> TokenUsageBatch { TokenUsageBatch(events) }
}
