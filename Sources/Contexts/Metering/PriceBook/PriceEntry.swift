/// What tokens of one kind cost: a list price, and what a month's invoice makes of it.
package struct PriceEntry: Equatable, Sendable {
    /// A lower or higher price for the tokens of a month from a certain one on.
    package struct Tier: Equatable, Sendable {
        /// How many tokens of the month lie before the tier.
        package let from: Int64
        package let picoUSD: Int64

        package init(from: Int64, picoUSD: Int64) {
            (self.from, self.picoUSD) = (from, picoUSD)
        }
    }

    package let provider: String
    package let model: String
    package let kind: TokenKind
    /// Millionths of a micro-USD: 0.15 USD for a million tokens are 150,000.
    package let picoUSD: Int64
    /// In ascending order; before the first one the list price holds.
    package let tiers: [Tier]
    /// The first tokens of a month that cost nothing.
    package let freeTokens: Int64
    /// Hundredths of a percent off what the tokens cost.
    package let discount: Int64

    package init(
        provider: String, model: String, kind: TokenKind, picoUSD: Int64, tiers: [Tier] = [], freeTokens: Int64 = 0,
        discount: Int64 = 0
    ) {
        (self.provider, self.model, self.kind, self.picoUSD) = (provider, model, kind, picoUSD)
        (self.tiers, self.freeTokens, self.discount) = (tiers, freeTokens, discount)
    }
}
