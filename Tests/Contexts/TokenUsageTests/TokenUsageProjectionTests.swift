import EventSourcing
import EventSourcingTesting
import Testing
import TokenUsage

struct TokenUsageProjectionTests {
    private static let day: Int64 = 86_400_000_000

    private func rows(_ facts: [TestLog.Fact]) -> StoredRows {
        StoredRows(TestLog(facts).events) { facts.count }
    }

    private func cost(_ facts: [TestLog.Fact]) -> [Int64]? {
        rows(facts).numbers("user_token_stats", .text("t"), .text("ann")).map { Array($0[8...9]) }
    }

    private func book(_ pico: Int64, from: Int64 = 0, kind: Int = 0) -> TestLog.Fact {
        .book(tenant: "t", from: from, [TestLog.Price(kind: kind, pico: pico)])
    }

    private func use(_ tokens: Int64, at: Int64 = 10) -> TestLog.Fact {
        .use(TestLog.Use(tokens: [tokens, 0, 0, 0], at: at))
    }

    @Test func `a usage has the price that was in force when it occurred, by the books before it in the log`() {
        #expect(cost([book(1_500_000), use(3)]) == [4, 500_000])
        #expect(cost([book(7), book(11, from: 10), use(1, at: 9)]) == [0, 7])
        #expect(cost([book(7), book(11, from: 10), use(1, at: 10)]) == [0, 11])
        #expect(cost([book(11, from: 10), book(7), use(1, at: 10)]) == [0, 11])
        #expect(cost([book(7), book(5), use(1)]) == [0, 5])
        #expect(cost([book(7), use(1), book(5), use(1)]) == [0, 12])
        #expect(cost([use(1), book(5)]) == [0, 0])
    }

    @Test func `tokens without a price are counted, cost nothing and are told`() {
        let stored = rows([
            book(7, kind: 1), .use(TestLog.Use(tokens: [5, 2, 0, 0])), .use(TestLog.Use(tokens: [0, 1, 0, 0])),
        ])
        let totals = stored.numbers("user_token_stats", .text("t"), .text("ann"))
        #expect(totals == [2, 0, 1, 5, 3, 0, 0, 8, 0, 21, 1_000_000, 1_000_000])
    }

    @Test func `a day begins at midnight in UTC, also before 1970`() {
        let stored = rows([use(1, at: -1), use(1, at: 0), use(1, at: Self.day - 1), use(1, at: Self.day)])
        for (day, count) in [(-1, 1), (0, 2), (1, 1)] as [(Int64, Int64)] {
            let key: [RowValue] = [.text("t"), .text("ann"), .int(day), .text("p"), .text("m")]
            #expect(stored.numbers("daily_usage", key[0], key[1], key[2], key[3], key[4])?.first == count)
        }
    }

    @Test func `what cannot be counted is parked and changes nothing`() {
        let stored = rows([book(.max), use(2), use(-1), use(1)])
        #expect(stored.parked.count == 2)
        #expect(stored.numbers("user_token_stats", .text("t"), .text("ann"))?.first == 1)
    }

    @Test(arguments: 1...6)
    func `any paging of the same events gives the same rows`(_ seed: UInt64) {
        let events = TestLog.random(seed: seed, count: 400).events
        let whole = StoredRows(events) { events.count }
        #expect(whole.parked.isEmpty)
        #expect(whole.count(of: "user_token_stats") == 10)
        #expect(StoredRows(events) { 1 } == whole)
        var random = SeededRandom(seed: seed)
        #expect(StoredRows(events) { 1 + random.below(40) } == whole)
    }

    @Test(arguments: 1...6)
    func `every amount is that of a slow count over the whole log, to the pico-USD`(_ seed: UInt64) {
        let log = TestLog.random(seed: seed, count: 400)
        let stored = StoredRows(log.events) { 37 }
        var lines: [[RowValue]: Int128] = [:]
        for (place, fact) in log.facts.enumerated() {
            guard case .use(let use) = fact else { continue }
            let cost = slowCost(of: use, after: log.facts.prefix(place))
            let (tenant, user) = (RowValue.text(use.tenant), RowValue.text(use.user))
            let (provider, model) = (RowValue.text(use.provider), RowValue.text(use.model))
            lines[[tenant, user], default: 0] += cost
            lines[[tenant, user, provider, model], default: 0] += cost
            lines[[tenant, user, .int(use.at / Self.day), provider, model], default: 0] += cost
        }
        #expect(lines.values.contains { $0 > 1_000_000 })
        let tables: [Int: TableName] = [2: "user_token_stats", 4: "user_token_stats_by_model", 5: "daily_usage"]
        for (key, cost) in lines {
            let row = tables[key.count].flatMap { stored.rows[RowKey($0, key)] }
            #expect(row?[key.count + 8] == .int(Int64(cost / 1_000_000)), "\(key)")
            #expect(row?[key.count + 9] == .int(Int64(cost % 1_000_000)), "\(key)")
        }
        #expect(tables.values.map { stored.count(of: $0) }.reduce(0, +) == lines.count)
    }

    /// Looks at every entry of every book before the usage.
    private func slowCost(of use: TestLog.Use, after facts: ArraySlice<TestLog.Fact>) -> Int128 {
        var total: Int128 = 0
        for kind in 0..<4 {
            var best: (from: Int64, pico: Int64)?
            for case .book(use.tenant, let from, let prices) in facts where from <= use.at {
                for price in prices where price.kind == kind && price.model == use.model {
                    if from >= best?.from ?? from { best = (from, price.pico) }
                }
            }
            total += Int128(best?.pico ?? 0) * Int128(use.tokens[kind])
        }
        return total
    }
}
