import EventSourcing
import JSON

/// What this context needs of a price book.
struct PublishedPrices: Sendable {
    static let name: EventName = "metering.price-book-published.1"

    struct Entry: Sendable {
        let provider: String
        let model: String
        let kind: TokenKind
        let terms: Terms
    }

    let effectiveFrom: Int64
    let entries: [Entry]

    init(_ body: EventBody) throws(EventBodyError) {
        effectiveFrom = try body.int("effectiveFrom")
        entries = try body.list("entries") { (entry) throws(EventBodyError) in
            Entry(
                provider: try entry.string("provider"), model: try entry.string("model"), kind: try entry.one("kind"),
                terms: Terms(
                    picoUSD: try entry.int("picoUsd"),
                    tiers: entry.has("tiers")
                        ? try entry.list("tiers") { (tier) throws(EventBodyError) in
                            Terms.Tier(from: try tier.int("from"), picoUSD: try tier.int("picoUsd"))
                        } : [],
                    freeTokens: entry.has("free") ? try entry.int("free") : 0,
                    discount: entry.has("discount") ? try entry.int("discount") : 0))
        }
    }
}
