import ContextKit
import Database
import EventSourcing

/// Every price that was ever published, in the order in which the log has them.
///
/// Why: the price of a usage is decided here, by the order of the log: it is the price with the latest moment of
/// effect, not after the usage occurred, among the books that stand before the usage in the log; of two with the same
/// moment, the later one in the log. A book that is published later changes no amount that was rated before it, so a
/// usage's price is fixed when it is recorded, and a rebuild gives the same amounts to the pico-USD.
enum Prices {
    static let table = TableDefinition(
        "token_usage_prices",
        columns: [
            .init("tenant_id", .text), .init("provider", .text), .init("model", .text), .init("kind", .text),
            .init("effective_from", .int), .init("published_position", .int), .init("pico_usd", .int),
            .init("extras", .text),
        ],
        primaryKey: ["tenant_id", "provider", "model", "kind", "effective_from", "published_position"])

    static let name: TableName = "token_usage_prices"

    /// What a usage costs in pico-USD by list prices, and under which.
    struct Rating: Equatable, Sendable {
        var picoUSD: Int64 = 0
        /// Whether every token had a price.
        var isComplete = true
        /// For each kind the position of the book with its price, 0 for none.
        var books = [Int64](repeating: 0, count: TokenKind.allCases.count)
    }

    /// The rows of a book. None can be there: the position is part of the key, and a book prices nothing twice.
    static func rows(_ book: PublishedPrices, by event: RecordedEvent, of tenant: RowValue) -> [[RowValue]] {
        book.entries.map { entry in
            [
                tenant, .text(entry.provider), .text(entry.model), .text(entry.kind.rawValue),
                .int(book.effectiveFrom), .int(event.position.number), .int(entry.terms.picoUSD),
                .text(entry.terms.extras),
            ]
        }
    }

    /// The rows that a usage is rated by.
    static func range(of usage: Usage, _ tenant: RowValue) -> RowRange {
        RowRange(name, prefix: [tenant, .text(usage.provider), .text(usage.model)])
    }

    /// The prices of one model in the order of their keys.
    struct List: Sendable {
        private var rows: [[RowValue]]

        init(_ rows: [[RowValue]]) {
            self.rows = rows
        }

        mutating func insert(_ row: [RowValue]) {
            let place = rows.firstIndex { RowOrder.precedes(row, $0) } ?? rows.count
            rows.insert(row, at: place)
        }

        func rate(_ usage: Usage) throws(ProjectionInterruption) -> Rating {
            var rating = Rating()
            for (place, kind) in TokenKind.allCases.enumerated() {
                guard let price = latest(of: kind, at: usage.at, in: rows) else {
                    if usage.tokens[kind] != 0 { rating.isComplete = false }
                    continue
                }
                rating.books[place] = price.book
                let (cost, isTooLarge) = price.picoUSD.multipliedReportingOverflow(by: usage.tokens[kind])
                let (sum, isTooMuch) = rating.picoUSD.addingReportingOverflow(cost)
                guard !isTooLarge, !isTooMuch else {
                    throw .poison(reason: "a usage that costs more than 64 bits hold")
                }
                rating.picoUSD = sum
            }
            return rating
        }
    }

    /// The rows are in the order of their keys, so the last one that fits is the one in force.
    private static func latest(
        of kind: TokenKind, at moment: Int64, in prices: [[RowValue]]
    ) -> (picoUSD: Int64, book: Int64)? {
        let name = RowValue.text(kind.rawValue)
        let row = prices.last { row in
            guard row[3] == name, case .int(let from) = row[4] else { return false }
            return from <= moment
        }
        guard case .int(let book)? = row?[5], case .int(let price)? = row?[6] else { return nil }
        return (price, book)
    }
}
