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

    /// The rows of a book; numbers are given once, so none of them can be there.
    static func rows(_ book: PublishedPrices, number: Int64, of tenant: RowValue) -> [[RowValue]] {
        book.entries.enumerated().map { place, entry in
            [
                tenant, .int(number), .int(Int64(place)), .int(book.effectiveFrom), .text(entry.provider),
                .text(entry.model), .text(entry.kind.rawValue), .int(entry.terms.picoUSD), .text(entry.terms.extras),
            ]
        }
    }
}
