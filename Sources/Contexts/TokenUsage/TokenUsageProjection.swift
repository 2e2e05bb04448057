import ContextKit
import Database
import EventSourcing
import Prelude

/// Adds each usage, rated once, to the user's totals, to those of the user's model, and to those of the day.
///
/// Why: one projection for all tables, so that they change in one transaction: at every position of the log the
/// lines of the models and of the days add up to the user's totals.
package struct TokenUsageProjection: Projection {
    package let name: ProjectionName = "token-usage"
    package let codeVersion: Int32 = 1
    package let tables = [
        ReadModelTable(UserTokenStats.table), ReadModelTable(ModelTokenStats.table), ReadModelTable(DailyUsage.table),
        ReadModelTable(Prices.table),
    ]
    package let filter = EventFilter(names: [Usage.name, PublishedPrices.name])

    package init() {}

    package func apply(_ event: RecordedEvent, to rows: inout RowSet) throws(ProjectionInterruption) {
        switch event.name {
        case PublishedPrices.name:
            try Prices.publish(
                read(event) { (body) throws(EventBodyError) in try PublishedPrices(body) }, by: event, to: &rows)
        case Usage.name:
            let usage = try read(event) { (body) throws(EventBodyError) in try Usage(body) }
            try add(usage, of: .text(event.tenant.text), to: &rows)
        default: break
        }
    }

    private func add(
        _ usage: Usage, of tenant: RowValue, to rows: inout RowSet
    ) throws(ProjectionInterruption) {
        let rating = try Prices.rate(usage, of: tenant, in: rows)
        let (user, provider, model) = (
            RowValue.text(usage.user), RowValue.text(usage.provider), RowValue.text(usage.model)
        )
        let day = RowValue.int(Int64(Timestamp(microseconds: usage.at).day.daysSinceEpoch))
        let keys = [
            RowKey("user_token_stats", [tenant, user]),
            RowKey("user_token_stats_by_model", [tenant, user, provider, model]),
            RowKey("daily_usage", [tenant, user, day, provider, model]),
        ]
        for key in keys {
            var totals = try UsageTotals(try rows.row(key), keyCount: key.values.count)
            try totals.add(usage, rating)
            try rows.put(key.table, key.values + totals.values)
        }
    }

    private func read<Fact>(
        _ event: RecordedEvent, _ make: (EventBody) throws(EventBodyError) -> Fact
    ) throws(ProjectionInterruption) -> Fact {
        guard event.codec == .json, event.schemaVersion == 1 else {
            throw .poison(reason: "\(event.name) in a form that is not known here")
        }
        do throws(EventBodyError) {
            return try make(try EventBody(parsing: event.body))
        } catch {
            throw .poison(reason: "\(event.name) cannot be read: \(error)")
        }
    }
}
