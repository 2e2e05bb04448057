/// What quantities of tokens come to by the terms of price books: a pure function, also for books of nobody.
///
/// The tokens of a month, of one model and kind, stand in a row: those of an earlier price before those of a later one.
/// A token's place in the row decides whether it is free and which tier it is in, by the terms that it was used under.
struct Bill: Equatable, Sendable {
    /// Tokens of one model and kind that were used under the same terms.
    struct Quantity: Equatable, Sendable {
        let provider: String
        let model: String
        let kind: TokenKind
        let tokens: Int64
        /// Nil for tokens that no book prices.
        let terms: Terms?
        /// When the price took effect; nil for none.
        let effectiveFrom: Int64?
    }

    /// Tokens beside each other in the row that have the same price.
    struct Line: Equatable, Sendable {
        /// Why the tokens have the price that they have.
        enum Price: Equatable, Sendable {
            /// In the month's allowance.
            case free
            /// 0 is the list price.
            case tier(Int, picoUSD: Int64)
            case none
        }

        let quantity: Quantity
        /// Tokens of the month before the line's first.
        let first: Int64
        let tokens: Int64
        let price: Price
        let subtotal: Money
        let discount: Money

        var amount: Money { subtotal - discount }
        /// The one place where an invoice is rounded.
        var roundedMicroUSD: Int128 { amount.roundedMicroUSD }
    }

    let lines: [Line]
    let freeTokens: Int64
    /// Tokens that no book prices.
    let unpricedTokens: Int64
    let subtotal: Money
    let discount: Money
    /// The exact amount.
    let amount: Money
    /// The sum of the rounded lines.
    let totalMicroUSD: Int128

    /// What rounding the lines added, or took away.
    var rounding: Money { Money(totalMicroUSD * Money.perMicro) - amount }

    /// The quantities of one model and kind stand together, those of an earlier price before those of a later one.
    init(_ quantities: [Quantity]) {
        var lines: [Line] = []
        var place: Int64 = 0
        for (index, quantity) in quantities.enumerated() {
            if index == 0 || !quantity.isSameRow(as: quantities[index - 1]) { place = 0 }
            lines += Bill.lines(of: quantity, at: place)
            place = place.addingReportingOverflow(quantity.tokens).partialValue
        }
        self.lines = lines
        freeTokens = lines.reduce(0) { $1.price == .free ? $0 &+ $1.tokens : $0 }
        unpricedTokens = lines.reduce(0) { $1.price == .none ? $0 &+ $1.tokens : $0 }
        subtotal = lines.reduce(.zero) { $0 + $1.subtotal }
        discount = lines.reduce(.zero) { $0 + $1.discount }
        amount = subtotal - discount
        totalMicroUSD = lines.reduce(0) { $0 + $1.roundedMicroUSD }
    }

    private static func lines(of quantity: Quantity, at start: Int64) -> [Line] {
        guard quantity.tokens > 0 else { return [] }
        let end = start.addingReportingOverflow(quantity.tokens).partialValue
        guard let terms = quantity.terms else {
            return [
                Line(
                    quantity: quantity, first: start, tokens: quantity.tokens, price: .none, subtotal: .zero,
                    discount: .zero)
            ]
        }
        var cuts = ([terms.freeTokens] + terms.tiers.map(\.from)).filter { $0 > start && $0 < end }
        cuts = ([start] + cuts + [end]).sorted()
        return zip(cuts, cuts.dropFirst()).filter { $0 < $1 }.map { from, through in
            line(of: quantity, terms, from: from, through: through)
        }
    }

    private static func line(of quantity: Quantity, _ terms: Terms, from: Int64, through: Int64) -> Line {
        let tokens = through - from
        let tier = terms.tiers.lastIndex { $0.from <= from }
        let picoUSD = tier.map { terms.tiers[$0].picoUSD } ?? terms.picoUSD
        let isFree = from < terms.freeTokens
        let pico = isFree ? 0 : Int128(tokens) * Int128(picoUSD)
        return Line(
            quantity: quantity, first: from, tokens: tokens,
            price: isFree ? .free : .tier(tier.map { $0 + 1 } ?? 0, picoUSD: picoUSD),
            subtotal: Money(picoUSD: pico), discount: Money(pico * Int128(terms.discount)))
    }
}

extension Bill.Quantity {
    /// Whether the tokens of both count towards the same tiers.
    fileprivate func isSameRow(as other: Bill.Quantity) -> Bool {
        provider == other.provider && model == other.model && kind == other.kind
    }
}
