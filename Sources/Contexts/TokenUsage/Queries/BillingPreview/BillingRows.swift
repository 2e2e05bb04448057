import ContextKit
import Database

/// The rows of one bill as the table has them.
struct BillingRows {
    let rows: RangeRows
    private let provider: Int
    private let model: Int
    private let books: Int
    private let cost: Int
    private let remainder: Int
    private let tokens: [Int]

    init(_ rows: RangeRows) {
        self.rows = rows
        (provider, model, books) = (rows.place("provider"), rows.place("model"), rows.place("books"))
        (cost, remainder) = (rows.place("cost"), rows.place("cost_pico_remainder"))
        tokens = TokenKind.allCases.map { kind in
            switch kind {
            case .prompt: rows.place("prompt_tokens")
            case .cachedPrompt: rows.place("cached_prompt_tokens")
            case .completion: rows.place("completion_tokens")
            case .reasoning: rows.place("reasoning_tokens")
            }
        }
    }

    /// Each once, in the order of the rows.
    var models: [(provider: String, model: String)] {
        var models: [(provider: String, model: String)] = []
        for row in 0..<rows.count {
            let next = (provider: rows.text(row, provider), model: rows.text(row, model))
            if let last = models.last, last == next { continue }
            models.append(next)
        }
        return models
    }

    var recorded: Money {
        (0..<rows.count).reduce(Money.zero) { sum, row in
            sum
                + Money(
                    picoUSD: Int128(rows.int(row, cost)) * Int128(UsageTotals.picoPerMicro)
                        + Int128(rows.int(row, remainder)))
        }
    }

    /// What a quantity is kept apart by, in the order in which bills list it.
    private struct Place: Hashable, Comparable {
        let model: Int
        let kind: Int
        let effectiveFrom: Int64
        let book: Int64

        static func < (left: Place, right: Place) -> Bool {
            (left.model, left.kind, left.effectiveFrom, left.book)
                < (right.model, right.kind, right.effectiveFrom, right.book)
        }
    }

    /// A published price, found by the position of its book.
    private struct Price {
        let terms: Terms
        let effectiveFrom: Int64
    }

    /// The quantities with their prices; `prices` has the prices of each of `models`.
    func quantities(under prices: [RangeRows]) -> [Bill.Quantity] {
        let models = models
        let terms = zip(models, prices).map { BillingRows.terms(in: $1) }
        var sums: [Place: Int64] = [:]
        var at = 0
        for row in 0..<rows.count {
            while models[at] != (rows.text(row, provider), rows.text(row, model)) { at += 1 }
            let positions = rows.text(row, books).split(separator: ",").map { Int64($0) ?? 0 }
            for (kind, column) in tokens.enumerated() {
                let count = rows.int(row, column)
                guard count > 0, kind < positions.count else { continue }
                let price = terms[at][kind][positions[kind]]
                let place = Place(
                    model: at, kind: kind, effectiveFrom: price?.effectiveFrom ?? .min,
                    book: price == nil ? 0 : positions[kind])
                sums[place, default: 0] += count
            }
        }
        return sums.sorted { $0.key < $1.key }.map { place, count in
            let price = terms[place.model][place.kind][place.book]
            return Bill.Quantity(
                provider: models[place.model].provider, model: models[place.model].model,
                kind: TokenKind.allCases[place.kind], tokens: count, terms: price?.terms,
                effectiveFrom: price?.effectiveFrom)
        }
    }

    /// For each kind the prices of one model by the positions of their books.
    private static func terms(in rows: RangeRows) -> [[Int64: Price]] {
        var found = [[Int64: Price]](repeating: [:], count: TokenKind.allCases.count)
        let (kind, from, book) = (rows.place("kind"), rows.place("effective_from"), rows.place("published_position"))
        let (price, extras) = (rows.place("pico_usd"), rows.place("extras"))
        for row in 0..<rows.count {
            guard let kind = TokenKind(rawValue: rows.text(row, kind)),
                let place = TokenKind.allCases.firstIndex(of: kind),
                let terms = Terms(picoUSD: rows.int(row, price), extras: rows.text(row, extras))
            else { continue }
            found[place][rows.int(row, book)] = Price(terms: terms, effectiveFrom: rows.int(row, from))
        }
        return found
    }
}
