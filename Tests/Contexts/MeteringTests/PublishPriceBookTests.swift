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
        #expect(Scenario(PriceBooks.self).given(published).codecViolations(isSame: ==).isEmpty)
        let body = """
            {"effectiveFrom":7,"entries":[{"provider":"p","model":"m","kind":"PROMPT","picoUsd":150000},\
            {"provider":"p","model":"m","kind":"CACHED_PROMPT","picoUsd":0}]}
            """
        let read = try PriceBooks.codec.decode(
            "metering.price-book-published.1", schemaVersion: 1, body: Array(body.utf8))
        #expect(read == published)
    }
}
