/// What tokens of one kind cost by one entry of a price book.
struct Terms: Equatable, Sendable {
    struct Tier: Equatable, Sendable {
        /// How many tokens of the month lie before the tier.
        let from: Int64
        let picoUSD: Int64
    }

    /// The list price of a token.
    let picoUSD: Int64
    /// In ascending order; before the first one the list price holds.
    var tiers: [Tier] = []
    /// The first tokens of a month that cost nothing.
    var freeTokens: Int64 = 0
    /// Hundredths of a percent off the amount.
    var discount: Int64 = 0

    /// All but the list price, as a column holds it: `free,discount,from:price,from:price`.
    var extras: String {
        ([String(freeTokens), String(discount)] + tiers.map { "\($0.from):\($0.picoUSD)" }).joined(separator: ",")
    }

    init(picoUSD: Int64, tiers: [Tier] = [], freeTokens: Int64 = 0, discount: Int64 = 0) {
        (self.picoUSD, self.tiers, self.freeTokens, self.discount) = (picoUSD, tiers, freeTokens, discount)
    }

    /// Nil for a text that `extras` has not made.
    init?(picoUSD: Int64, extras: String) {
        let parts = extras.split(separator: ",")
        guard parts.count >= 2, let free = Int64(parts[0]), let discount = Int64(parts[1]) else { return nil }
        var tiers: [Tier] = []
        for part in parts.dropFirst(2) {
            let numbers = part.split(separator: ":").compactMap { Int64($0) }
            guard numbers.count == 2 else { return nil }
            tiers.append(Tier(from: numbers[0], picoUSD: numbers[1]))
        }
        self.init(picoUSD: picoUSD, tiers: tiers, freeTokens: free, discount: discount)
    }
}
