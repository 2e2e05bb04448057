import EventSourcing
import EventSourcingTesting
import Metering
import Prelude
import Testing

struct PublishPriceBookTests {
    private func book(_ entries: [PriceEntry]) -> PriceBookPublished {
        PriceBookPublished(effectiveFrom: Timestamp(microseconds: 7), entries: entries)
    }
    private func entry(
        _ provider: String = "p", _ model: String = "m", _ kind: TokenKind = .prompt, _ price: Int64 = 150_000
    ) -> PriceEntry {
        PriceEntry(provider: provider, model: model, kind: kind, picoUSD: price)
    }

    @Test func `books are published one after the other up to the limit`() {
        let published = PriceBookEvent.published(book([entry()]))
        let publish = PublishPriceBook(book([entry()]))
        let scenario = Scenario(PriceBooks.self)
        #expect(scenario.given(published).when(publish) == .success([published]))
        let full = scenario.given(Array(repeating: published, count: PriceBooks.booksMax))
        #expect(full.when(publish) == .failure(.tooManyBooks))
    }

    @Test func `every violation of the entries is told with its place`() {
        #expect(PublishPriceBook(book([])).violations().map(\.code) == ["INVALID_COUNT"])
        let many = (0...PublishPriceBook.entriesMax).map { entry("p", "m\($0)") }
        #expect(PublishPriceBook(book(many)).violations().map(\.code) == ["INVALID_COUNT"])
        #expect(PublishPriceBook(book(Array(many.dropLast()))).violations().isEmpty)
        let wrong = book([
            entry("", "m"), entry("p", "a b"), entry("p", "x", .reasoning, -1),
            entry("p", "y", .completion, PublishPriceBook.picoUSDMax + 1), entry("p", "z"), entry("p", "z"),
            entry("p", "z", .cachedPrompt, 0),
        ])
        #expect(
            PublishPriceBook(wrong).violations().map { "\($0.path.joined(separator: ".")) \($0.code)" } == [
                "entries.0.provider INVALID_NAME", "entries.1.model INVALID_NAME",
                "entries.2.picoUsdPerToken NEGATIVE", "entries.3.picoUsdPerToken TOO_LARGE", "entries.5.kind DUPLICATE",
            ])
    }

    private func violations(_ entry: PriceEntry) -> [String] {
        PublishPriceBook(book([entry])).violations().map { "\($0.path.joined(separator: ".")) \($0.code)" }
    }

    private func entry(tiers: [(Int64, Int64)], free: Int64 = 0, discount: Int64 = 0) -> PriceEntry {
        PriceEntry(
            provider: "p", model: "m", kind: .prompt, picoUSD: 9, tiers: tiers.map { .init(from: $0, picoUSD: $1) },
            freeTokens: free, discount: discount)
    }

    @Test func `tiers ascend, and allowances and discounts are within reason`() {
        let ten = (1...10).map { (Int64($0), Int64(10)) }
        #expect(violations(entry(tiers: ten, free: PublishPriceBook.monthTokensMax, discount: 10_000)) == [])
        #expect(violations(entry(tiers: ten + [(11, 1)])) == ["entries.0.tiers TOO_LARGE"])
        for tiers: [(Int64, Int64)] in [[(0, 1)], [(5, 1), (5, 1)], [(5, 1), (4, 1)], [(.max, 1)]] {
            #expect(violations(entry(tiers: tiers)) == ["entries.0.tiers NOT_ASCENDING"], "\(tiers)")
        }
        #expect(violations(entry(tiers: [(1, -1)])) == ["entries.0.tiers NEGATIVE"])
        #expect(
            violations(entry(tiers: [], free: -1, discount: 10_001)) == [
                "entries.0.monthlyFreeTokens NEGATIVE", "entries.0.discountBasisPoints TOO_LARGE",
            ])
    }

    @Test func `a month is re-rated by a book that there is, and only by administrators`() {
        let published = PriceBookEvent.published(book([entry()]))
        let scenario = Scenario(PriceBooks.self).given(published)
        let rerate = RerateUsage(month: "2026-11", book: 1)
        let month = BillingMonth("2026-11")
        let expected = month.map { PriceBookEvent.rerated(UsageRerated(month: $0, book: 1)) }
        #expect(scenario.when(rerate) == .success([expected].compactMap { $0 }))
        #expect(scenario.when(RerateUsage(month: "2026-11", book: 2)) == .failure(.unknownBook))
        #expect(scenario.when(RerateUsage(month: "2026-11", book: 0)) == .failure(.unknownBook))
        #expect(rerate.violations().isEmpty)
        for wrong in ["2026-13", "2026-00", "2026-1", "26-11-01", "2026-+1", ""] {
            #expect(RerateUsage(month: wrong, book: 1).violations().map(\.code) == ["INVALID_MONTH"], "\(wrong)")
        }
        #expect(rerate.isPermitted(to: Caller(actor: "a", permissions: ["admin"])))
        #expect(!rerate.isPermitted(to: Caller(actor: "a", permissions: ["meter"])))
    }

    @Test func `a book after a re-rating has the next number`() {
        let published = PriceBookEvent.published(book([entry()]))
        let month = BillingMonth("2026-11")
        let rerated = month.map { PriceBookEvent.rerated(UsageRerated(month: $0, book: 1)) }
        var books = PriceBooks()
        for event in [published, rerated, published].compactMap({ $0 }) { books.apply(event) }
        #expect(books.count == 2)
    }

    @Test func `the dearest request of the largest size fits 64 bits`() {
        let (kind, overflow) = PublishPriceBook.picoUSDMax.multipliedReportingOverflow(by: RecordAiUsage.tokensMax)
        #expect(!overflow && !kind.multipliedReportingOverflow(by: Int64(TokenKind.allCases.count)).overflow)
    }

    @Test func `only administrators set prices`() {
        let command = PublishPriceBook(book([entry()]))
        #expect(command.isPermitted(to: Caller(actor: "a", permissions: ["admin"])))
        #expect(!command.isPermitted(to: Caller(actor: "a", permissions: ["meter"])))
        #expect(!command.isPermitted(to: Caller(actor: nil, permissions: ["admin"])))
    }

    @Test func `what is stored is read back, and the first form for ever`() throws {
        let published = PriceBookEvent.published(book([entry(), entry("p", "m", .cachedPrompt, 0)]))
        let tiered = PriceBookEvent.published(book([entry(tiers: [(5, 3), (7, 2)], free: 2, discount: 1_000)]))
        let month = try #require(BillingMonth("2026-02"))
        let rerated = PriceBookEvent.rerated(UsageRerated(month: month, book: 3))
        let scenario = Scenario(PriceBooks.self).given(published, tiered, rerated)
        #expect(scenario.codecViolations(isSame: ==).isEmpty)
        let body = """
            {"effectiveFrom":7,"entries":[{"provider":"p","model":"m","kind":"PROMPT","picoUsd":150000},\
            {"provider":"p","model":"m","kind":"CACHED_PROMPT","picoUsd":0}]}
            """
        let read = try PriceBooks.codec.decode(
            "metering.price-book-published.1", schemaVersion: 1, body: Array(body.utf8))
        #expect(read == published)
    }
}
