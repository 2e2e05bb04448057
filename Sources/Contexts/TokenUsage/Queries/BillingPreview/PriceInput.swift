import ContextKit

/// Prices that a client asks about without publishing them; the rules are those of a published book.
enum PriceInput {
    /// Limit: entries of one question.
    static let entriesMax = 1_000
    /// Limit: 0.1 USD a token.
    private static let picoUSDMax: Int64 = 100_000_000_000
    /// Limit: tiers of one entry.
    private static let tiersMax = 10
    private static let monthTokensMax: Int64 = 1_000_000_000_000_000

    static func book(_ entries: [Input]) throws(PublicFailure) -> BillingData.Book {
        guard entries.count <= entriesMax else { throw bad("`prices` must have at most \(entriesMax) items.") }
        var book = BillingData.Book()
        for entry in entries {
            guard let kind = entry.text("kind").flatMap(TokenKind.init) else { throw bad("A price needs a kind.") }
            let priced = BillingData.Priced(
                provider: entry.text("provider") ?? "", model: entry.text("model") ?? "", kind: kind)
            guard book.entries.updateValue((try terms(entry), nil), forKey: priced) == nil else {
                throw bad("`prices` prices something twice.")
            }
        }
        return book
    }

    private static func terms(_ entry: Input) throws(PublicFailure) -> Terms {
        var tiers: [Terms.Tier] = []
        for tier in entry.objects("tiers") ?? [] {
            let from = tier.int("fromTokens") ?? -1
            guard from > tiers.last?.from ?? 0, from <= monthTokensMax, tiers.count < tiersMax else {
                throw bad("`tiers` must be in ascending order, at most \(tiersMax).")
            }
            tiers.append(Terms.Tier(from: from, picoUSD: try number(tier, "picoUsdPerToken", max: picoUSDMax)))
        }
        return Terms(
            picoUSD: try number(entry, "picoUsdPerToken", max: picoUSDMax), tiers: tiers,
            freeTokens: try number(entry, "monthlyFreeTokens", max: monthTokensMax),
            discount: try number(entry, "discountBasisPoints", max: 10_000))
    }

    private static func number(_ entry: Input, _ name: String, max: Int64) throws(PublicFailure) -> Int64 {
        guard let number = entry.int(name), (0...max).contains(number) else {
            throw bad("`\(name)` must be 0 to \(max).")
        }
        return number
    }

    private static func bad(_ message: String) -> PublicFailure { PublicFailure("BAD_USER_INPUT", message) }
}
