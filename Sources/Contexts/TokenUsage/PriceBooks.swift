import ContextKit
import Database
import EventSourcing

/// The price books of a tenant by their numbers.
enum PriceBooks {
    static let table = TableDefinition(
        "token_usage_price_books",
        columns: [
            .init("tenant_id", .text), .init("number", .int), .init("place", .int), .init("effective_from", .int),
            .init("provider", .text), .init("model", .text), .init("kind", .text), .init("pico_usd", .int),
            .init("extras", .text),
        ],
        primaryKey: ["tenant_id", "number", "place"])

    static func publish(
        _ book: PublishedPrices, by event: RecordedEvent, to rows: inout RowSet
    ) throws(ProjectionInterruption) {
        let number = try TenantCalendar.countBook(event, in: &rows)
        for (place, entry) in book.entries.enumerated() {
            // Why: numbers are given once, so no such row can be there.
            try rows.insert(
                "token_usage_price_books",
                [
                    .text(event.tenant.text), .int(number), .int(Int64(place)), .int(book.effectiveFrom),
                    .text(entry.provider), .text(entry.model), .text(entry.kind.rawValue), .int(entry.terms.picoUSD),
                    .text(entry.terms.extras),
                ])
        }
    }
}
