import ContextKit
import Database

/// What a bill is made of, as the tables have it: quantities under their prices, and the books that were asked for.
struct BillingData: Sendable {
    /// What is billed.
    struct Subject: Sendable {
        let user: String?
        let bot: String?
        let month: Month

        /// As lines are kept under it.
        var key: String { user.map { "u:" + $0 } ?? bot.map { "b:" + $0 } ?? "t" }
    }

    /// Which tokens a price is for.
    struct Priced: Hashable, Sendable {
        let provider: String
        let model: String
        let kind: TokenKind
    }

    /// The prices of a book, or of somebody's idea of one.
    struct Book: Sendable {
        var entries: [Priced: (terms: Terms, effectiveFrom: Int64?)] = [:]
    }

    let subject: Subject
    let timeZone: String
    /// The last event that is in the figures; zero for a tenant of whom nothing is known.
    let position: Int64
    let recordedAt: Int64?
    let quantities: [Bill.Quantity]
    /// What the usages cost by list prices when they were recorded.
    let recorded: Money
    /// The number of the book by which the month is billed instead.
    let rerating: Int64?

    /// Limit: rows of one bill; a model under the same prices is one row.
    private static let rowsMax = KeyRange.rowsMax

    static func read(_ subject: Subject, _ question: Question) async throws(PublicFailure) -> BillingData {
        let month = SQLValue.int(subject.month.number)
        let found = try await question.rows([
            KeyRange(TenantCalendar.table), KeyRange(BillingLines.table, prefix: [.text(subject.key), month]),
            KeyRange(Reratings.table, prefix: [month]),
        ])
        let lines = BillingRows(found[1])
        guard lines.rows.count < rowsMax else {
            throw PublicFailure("BAD_USER_INPUT", "The bill has more lines than one answer may have.")
        }
        let models = lines.models
        let prices = try await question.rows(
            models.map { KeyRange(Prices.table, prefix: [.text($0.provider), .text($0.model)]) })
        let (tenant, rerating) = (found[0], found[2])
        let isKnown = tenant.count > 0
        return BillingData(
            subject: subject, timeZone: isKnown ? tenant.text(0, tenant.place("time_zone")) : "UTC",
            position: isKnown ? tenant.int(0, tenant.place("position")) : 0,
            recordedAt: isKnown ? tenant.int(0, tenant.place("recorded_at")) : nil,
            quantities: lines.quantities(under: prices), recorded: lines.recorded,
            rerating: rerating.count > 0 ? rerating.int(0, rerating.place("book")) : nil)
    }

    /// The book of a number; nil if the tenant has none of that number.
    static func book(_ number: Int64, _ question: Question) async throws(PublicFailure) -> Book? {
        let rows = try await question.rows([KeyRange(PriceBooks.table, prefix: [.int(number)])])[0]
        guard rows.count > 0 else { return nil }
        let (provider, model, kind) = (rows.place("provider"), rows.place("model"), rows.place("kind"))
        let (from, price, extras) = (rows.place("effective_from"), rows.place("pico_usd"), rows.place("extras"))
        var book = Book()
        for row in 0..<rows.count {
            guard let kind = TokenKind(rawValue: rows.text(row, kind)),
                let terms = Terms(picoUSD: rows.int(row, price), extras: rows.text(row, extras))
            else { continue }
            let priced = Priced(provider: rows.text(row, provider), model: rows.text(row, model), kind: kind)
            book.entries[priced] = (terms, rows.int(row, from))
        }
        return book
    }
}

extension [Bill.Quantity] {
    /// The same tokens under the prices of a book; what it does not price stays as it is.
    func rated(by book: BillingData.Book) -> [Bill.Quantity] {
        var rated: [Bill.Quantity] = []
        for quantity in self {
            let priced = BillingData.Priced(
                provider: quantity.provider, model: quantity.model, kind: quantity.kind)
            guard let entry = book.entries[priced] else {
                rated.append(quantity)
                continue
            }
            var tokens = quantity.tokens
            // Why: tokens that were used under different prices are under the same one now.
            if let last = rated.last, last.provider == quantity.provider, last.model == quantity.model,
                last.kind == quantity.kind
            {
                tokens = tokens.addingReportingOverflow(last.tokens).partialValue
                rated.removeLast()
            }
            rated.append(
                Bill.Quantity(
                    provider: quantity.provider, model: quantity.model, kind: quantity.kind, tokens: tokens,
                    terms: entry.terms, effectiveFrom: entry.effectiveFrom))
        }
        return rated
    }
}
