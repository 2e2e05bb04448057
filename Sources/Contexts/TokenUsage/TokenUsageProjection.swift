import ContextKit
import Database
import EventSourcing
import Prelude

/// Adds each usage, rated once, to every total that it is part of.
///
/// Why: one projection for all tables, so that they change in one transaction: at every position of the log the lines
/// of models, days and bills add up to the totals of users, bots and tenants.
package struct TokenUsageProjection: Projection {
    package let name: ProjectionName = "token-usage"
    package let codeVersion: Int32 = 2
    package let tables =
        UsageCell.tables.map { ReadModelTable($0) } + [
            ReadModelTable(BillingLines.table), ReadModelTable(TenantCalendar.table), ReadModelTable(Prices.table),
            ReadModelTable(PriceBooks.table), ReadModelTable(Reratings.table),
        ]
    package let filter = EventFilter(names: [Usage.name, PublishedPrices.name, ZoneSet.name, Rerating.name])

    package init() {}

    package func apply(_ event: RecordedEvent, to rows: inout RowSet) throws(ProjectionInterruption) {
        switch event.name {
        case PublishedPrices.name:
            let book = try read(event) { (body) throws(EventBodyError) in try PublishedPrices(body) }
            try PriceBooks.publish(book, by: event, to: &rows)
            try Prices.publish(book, by: event, to: &rows)
        case ZoneSet.name:
            let set = try read(event) { (body) throws(EventBodyError) in try ZoneSet(body) }
            try TenantCalendar.set(set, by: event, to: &rows)
        case Rerating.name:
            let rerating = try read(event) { (body) throws(EventBodyError) in try Rerating(body) }
            try Reratings.put(rerating, by: event, to: &rows)
        case Usage.name:
            try add(try read(event) { (body) throws(EventBodyError) in try Usage(body) }, by: event, to: &rows)
        default: break
        }
    }

    private func add(
        _ usage: Usage, by event: RecordedEvent, to rows: inout RowSet
    ) throws(ProjectionInterruption) {
        let tenant = RowValue.text(event.tenant.text)
        try rows.require([.row(TenantCalendar.key(tenant)), .range(Prices.range(of: usage, tenant))])
        let calendar = TenantCalendar.Zone(try rows.row(TenantCalendar.key(tenant)))
        let rating = try Prices.rate(usage, of: tenant, in: rows)
        let day = calendar.offsets.day(of: usage.at)
        let cells = UsageCell.keys(of: usage, tenant, day: day, zone: calendar.name)
        let lines = BillingLines.keys(of: usage, tenant, Month(day: day), rating)
        try rows.require((cells + lines).map { .row($0) })
        for key in cells {
            var totals = try UsageTotals(try rows.row(key), keyCount: key.values.count)
            try totals.add(usage, rating)
            try rows.put(key.table, key.values + totals.values)
        }
        for key in lines { try BillingLines.add(usage, rating, to: key, in: &rows) }
        try TenantCalendar.note(event, in: &rows)
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
