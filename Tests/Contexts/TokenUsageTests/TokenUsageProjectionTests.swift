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

    private func dayKey(_ day: Int64, _ zone: String, user: String = "ann") -> RowKey {
        RowKey(
            "daily_usage", [.text("t"), .text(user), .int(day), .text(zone), .text(""), .text("p"), .text("m")])
    }

    /// Days around the change to summer time in Berlin, 2026-03-29 at 01:00 UTC, from the offsets of the zone.
    @Test func `days in a time zone are cut where its clocks say, also where they change`() {
        let change: Int64 = 1_774_746_000
        let zone = TestLog.Fact.zone(tenant: "t", "Europe/Berlin", offset: 3_600, [(change, 7_200)])
        // The day of the change begins at 23:00 UTC the day before, has 23 hours and ends at 22:00 UTC.
        let (start, end) = (change - 2 * 3_600, change + 21 * 3_600)
        let moments = [start - 1, start, change - 1, change, end - 1, end].map { $0 * 1_000_000 }
        let stored = rows([zone] + moments.map { use(1, at: $0) })
        #expect((20_539...20_542).map { stored.numbers(dayKey($0, "Europe/Berlin"))?.first } == [nil, 1, 4, 1])
        let whole = stored.numbers("user_token_stats", .text("t"), .text("ann"))
        #expect(whole?.first == 6)
    }

    @Test func `a change of the time zone counts nothing twice and moves nothing that was counted`() {
        let zone = TestLog.Fact.zone(tenant: "t", "Asia/Tokyo", offset: 32_400, [])
        let stored = rows([use(1, at: Self.day - 1), zone, use(1, at: Self.day - 1)])
        #expect(stored.numbers(dayKey(0, "UTC"))?.first == 1)
        #expect(stored.numbers(dayKey(1, "Asia/Tokyo"))?.first == 1)
        #expect(stored.count(of: "daily_usage") == 2)
    }

    @Test func `a day begins at midnight in UTC, also before 1970`() {
        let stored = rows([use(1, at: -1), use(1, at: 0), use(1, at: Self.day - 1), use(1, at: Self.day)])
        for (day, count) in [(-1, 1), (0, 2), (1, 1)] as [(Int64, Int64)] {
            let key = dayKey(day, "UTC")
            #expect(stored.numbers(key)?.first == count)
        }
    }

    @Test func `what cannot be counted is parked, changes nothing, and holds back what comes behind it in the tenant`()
    {
        let other = TestLog.Fact.use(TestLog.Use(tenant: "other", tokens: [1, 0, 0, 0]))
        let stored = rows([use(1), use(-1), book(7), use(1), other])
        #expect(stored.parked.count == 3 && stored.parked[0].contains("negative"))
        #expect(stored.numbers("user_token_stats", .text("t"), .text("ann"))?.first == 1)
        #expect(stored.count(of: "token_usage_prices") == 0)
        #expect(stored.numbers("user_token_stats", .text("other"), .text("ann"))?.first == 1)
        #expect(rows([book(.max), use(2)]).parked.count == 1)
    }

    @Test(arguments: 1...2)
    func `any paging of the same events gives the same rows`(_ seed: UInt64) {
        let events = TestLog.random(seed: seed, count: 120).events
        let whole = StoredRows(events) { events.count }
        #expect(whole.parked.isEmpty)
        #expect(whole.count(of: "user_token_stats") == 10)
        var random = SeededRandom(seed: seed)
        // Why one by one for a part only: each page costs the same, and slow tests hold up those that wait.
        var first = 40
        #expect(
            StoredRows(events) {
                first -= 1
                return first > 0 ? 1 : 1 + random.below(40)
            } == whole)
    }

    @Test(arguments: 1...2)
    func `every amount is that of a slow count over the whole log, to the pico-USD`(_ seed: UInt64) {
        let log = TestLog.random(seed: seed, count: 120)
        let stored = StoredRows(log.events) { 37 }
        var lines: [RowKey: Int128] = [:]
        for (place, fact) in log.facts.enumerated() {
            guard case .use(let use) = fact else { continue }
            let cost = slowCost(of: use, after: log.facts.prefix(place))
            for key in slowKeys(of: use) { lines[key, default: 0] += cost }
        }
        #expect(lines.values.contains { $0 > 1_000_000 })
        for (key, cost) in lines {
            let row = stored[key]
            #expect(row?[key.values.count + 8] == .int(Int64(cost / 1_000_000)), "\(key)")
            #expect(row?[key.values.count + 9] == .int(Int64(cost % 1_000_000)), "\(key)")
        }
        let tables = Set(lines.keys.map(\.table))
        #expect(tables.map { stored.count(of: $0) }.reduce(0, +) == lines.count)
        #expect(billed(in: stored) == lines.filter { $0.key.table == "tenant_token_stats" }.values.reduce(0, +))
    }

    /// What the billing lines of all tenants come to.
    private func billed(in stored: StoredRows) -> Int128 {
        stored.rows(of: "token_usage_billing_lines").reduce(0) { sum, row in
            guard row.key.values[1] == .text("t"),
                case .int(let micro) = row.value[11], case .int(let pico) = row.value[12]
            else { return sum }
            return sum + Int128(micro) * 1_000_000 + Int128(pico)
        }
    }

    /// Every total that a usage is part of.
    private func slowKeys(of use: TestLog.Use) -> [RowKey] {
        let (tenant, user, bot) = (RowValue.text(use.tenant), RowValue.text(use.user), RowValue.text(use.bot ?? ""))
        let (provider, model) = (RowValue.text(use.provider), RowValue.text(use.model))
        let (day, zone) = (RowValue.int(use.at / Self.day), RowValue.text("UTC"))
        let ofAll = [
            RowKey("tenant_token_stats", [tenant]), RowKey("user_token_stats", [tenant, user]),
            RowKey("user_token_stats_by_model", [tenant, user, provider, model]),
            RowKey("daily_usage", [tenant, user, day, zone, bot, provider, model]),
            RowKey("daily_usage_of_bots", [tenant, bot, day, zone, provider, model]),
            RowKey("daily_usage_of_tenant", [tenant, day, zone, provider, model]),
        ]
        guard use.bot != nil else { return ofAll }
        return ofAll + [
            RowKey("bot_token_stats", [tenant, bot]),
            RowKey("bot_token_stats_by_model", [tenant, bot, provider, model]),
            RowKey("bot_token_stats_by_user", [tenant, bot, user]),
        ]
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
