import EventSourcing
import JSON
import Prelude

/// Publishes a price book, for good.
package struct PublishPriceBook: Command, Equatable {
    package typealias Subject = PriceBooks

    package static let name = "metering.publish-price-book"
    /// Limit: entries of one book.
    package static let entriesMax = 1_000
    /// Limit: 0.1 USD a token. With the limit of a request's tokens its cost fits 64 bits in pico-USD.
    package static let picoUSDMax: Int64 = 100_000_000_000

    /// Limit: tiers of one entry.
    package static let tiersMax = 10
    /// Limit: where a month's tiers and allowances may lie.
    package static let monthTokensMax: Int64 = 1_000_000_000_000_000

    package let book: PriceBookPublished

    package init(_ book: PriceBookPublished) {
        self.book = book
    }

    package var stream: StreamName { PriceBooks.stream }
    package var content: [UInt8] { PriceBookEvent.codec.encode(.published(book)).body }

    package func isPermitted(to caller: Caller) -> Bool { MeteringPermission.mayPrice(caller) }

    package func violations() -> [InputViolation] {
        guard (1...Self.entriesMax).contains(book.entries.count) else {
            return [
                InputViolation("entries", code: "INVALID_COUNT", "`entries` must have 1 to \(Self.entriesMax) entries.")
            ]
        }
        var found: [InputViolation] = []
        var seen: Set<[String]> = []
        for (index, entry) in book.entries.enumerated() {
            var wrong = MeteringInput.check(name: entry.provider, at: "provider")
            wrong += MeteringInput.check(name: entry.model, at: "model")
            wrong += MeteringInput.check(entry.picoUSD, at: "picoUsdPerToken", max: Self.picoUSDMax)
            wrong += MeteringInput.check(entry.freeTokens, at: "monthlyFreeTokens", max: Self.monthTokensMax)
            wrong += MeteringInput.check(entry.discount, at: "discountBasisPoints", max: 10_000)
            wrong += Self.check(entry.tiers)
            if !seen.insert([entry.provider, entry.model, entry.kind.rawValue]).inserted {
                wrong.append(InputViolation("kind", code: "DUPLICATE", "An earlier entry has this price already."))
            }
            found += wrong.map {
                InputViolation("entries", "\(index)", $0.path.joined(), code: $0.code, $0.message)
            }
        }
        return found
    }

    package func decide(
        _ state: PriceBooks, _ circumstances: Circumstances
    ) throws(PriceBookRefusal) -> Decision<PriceBooks> {
        guard state.count < PriceBooks.booksMax else { throw .tooManyBooks }
        return Decision([.published(book)], data: .number(String(state.count + 1)))
    }

    private static func check(_ tiers: [PriceEntry.Tier]) -> [InputViolation] {
        guard tiers.count <= tiersMax else {
            return [InputViolation("tiers", code: "TOO_LARGE", "`tiers` must have at most \(tiersMax) items.")]
        }
        var found: [InputViolation] = []
        for (tier, before) in zip(tiers, [0] + tiers.map(\.from)) {
            found += MeteringInput.check(tier.picoUSD, at: "tiers", max: picoUSDMax)
            if tier.from <= before || tier.from > monthTokensMax {
                found.append(
                    InputViolation(
                        "tiers", code: "NOT_ASCENDING",
                        "Each of `tiers` must begin after the one before, at most at \(monthTokensMax)."))
            }
        }
        return found
    }
}
