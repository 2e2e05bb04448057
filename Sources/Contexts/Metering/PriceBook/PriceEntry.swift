/// The price of one token of one kind.
package struct PriceEntry: Equatable, Sendable {
    package let provider: String
    package let model: String
    package let kind: TokenKind
    /// Millionths of a micro-USD: 0.15 USD for a million tokens are 150,000.
    package let picoUSD: Int64

    package init(provider: String, model: String, kind: TokenKind, picoUSD: Int64) {
        (self.provider, self.model, self.kind, self.picoUSD) = (provider, model, kind, picoUSD)
    }
}
