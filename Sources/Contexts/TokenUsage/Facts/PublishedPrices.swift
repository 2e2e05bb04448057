import EventSourcing
import JSON

/// What this context needs of a price book.
struct PublishedPrices: Sendable {
    static let name: EventName = "metering.price-book-published.1"

    struct Entry: Sendable {
        let provider: String
        let model: String
        let kind: String
        let picoUSD: Int64
    }

    let effectiveFrom: Int64
    let entries: [Entry]

    init(_ body: EventBody) throws(EventBodyError) {
        effectiveFrom = try body.int("effectiveFrom")
        entries = try body.list("entries") { (entry) throws(EventBodyError) in
            Entry(
                provider: try entry.string("provider"), model: try entry.string("model"),
                kind: try entry.string("kind"), picoUSD: try entry.int("picoUsd"))
        }
    }
}
