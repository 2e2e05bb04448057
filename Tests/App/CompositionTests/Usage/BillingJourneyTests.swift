import JSON
import Lifecycle
import Prelude
import Testing

/// Usages of two users and a bot under two books, looked at from every side.
///
/// Why one after the other: each starts a node, and many nodes at once wait for each other longer than a client does.
@Suite(.serialized)
struct BillingJourneyTests {
    private struct Seeded {
        let node: RunningNode
        let token: JSONValue
        let month: String

        func ask(
            _ query: String, _ variables: JSONValue = .null, as user: String = "root", _ roles: [String] = ["admin"]
        ) async throws -> JSONValue {
            let answer = try await node.graphQL(
                query, variables: variables, extensions: ["belvedere": ["consistency": ["token": token]]], as: user,
                roles: roles)
            if user == "root" { #expect(answer["errors"] == nil, "\(answer.text)") }
            return answer
        }
    }

    private static let publish = """
        mutation($input: PublishPriceBookInput!) { publishPriceBook(input: $input) { ... on PriceBookPublished { number } } }
        """

    /// The moments lie in one month, which may still go on.
    private static func moments() -> (first: Timestamp, second: Timestamp, month: String) {
        let now = SystemClock().wallTime.advanced(microseconds: -120_000_000)
        let civil = now.day.civil
        let isBeginning = civil.day == 1
        // Why the last month on its first day: the two usages are then in the same month whatever the hour.
        let second = isBeginning ? now.advanced(microseconds: -2 * 86_400_000_000) : now
        let first = second.advanced(microseconds: -min(second.microsecondsOfDay, 3_600_000_000))
        let month = second.day.civil
        return (first, second, "\(month.year)-\(month.month < 10 ? "0" : "")\(month.month)")
    }

    private static func text(_ moment: Timestamp) -> JSONValue {
        var bytes: [UInt8] = []
        TimeText.append(moment, to: &bytes)
        return .string(String(decoding: bytes, as: UTF8.self))
    }

    private static func day(of moment: Timestamp) -> String {
        var bytes: [UInt8] = []
        TimeText.append(moment.day, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func seed(_ node: RunningNode) async throws -> Seeded {
        let (first, second, month) = moments()
        let tiered: JSONValue = [
            "provider": "openai", "model": "m", "kind": "PROMPT", "picoUsdPerToken": 1_000_000,
            "tiers": [["fromTokens": 100, "picoUsdPerToken": 500_001]], "monthlyFreeTokens": 10,
            "discountBasisPoints": 1_000,
        ]
        let later: JSONValue = [
            "provider": "openai", "model": "m", "kind": "PROMPT", "picoUsdPerToken": 2_000_000,
        ]
        for (entry, from) in [(tiered, JSONValue.string("2020-01-01T00:00:00Z")), (later, text(second))] {
            let answer = try await node.graphQL(
                publish, variables: ["input": ["effectiveFrom": from, "entries": [entry]]], as: "root", roles: ["admin"]
            )
            #expect(answer["data"]?["publishPriceBook"]?["number"] != nil, "\(answer.text)")
        }
        func usage(_ id: String, _ user: String, _ tokens: Int, at: Timestamp, bot: JSONValue = .null) -> JSONValue {
            [
                "requestId": .string(id), "userId": .string(user), "botId": bot, "provider": "openai", "model": "m",
                "promptTokens": .number(String(tokens)), "occurredAt": text(at),
            ]
        }
        let before = first < second ? first : second.advanced(microseconds: -1)
        let batch: JSONValue = [
            usage("a", "bob", 150, at: before), usage("b", "bob", 20, at: second, bot: "helper"),
            usage("c", "eve", 7, at: second, bot: "helper"),
        ]
        let recorded = try await node.graphQL(
            """
            mutation($inputs: [RecordAiUsageInput!]!) { recordAiUsageBatch(inputs: $inputs) { position status } }
            """, variables: ["inputs": batch], as: "root", roles: ["admin"])
        let lines = recorded["data"]?["recordAiUsageBatch"]?.items ?? []
        #expect(lines.map { $0["status"] } == ["RECORDED", "RECORDED", "RECORDED"], "\(recorded.text)")
        let last = lines.compactMap { $0["position"]?.string }.max {
            (Int($0.split(separator: ".").last ?? "") ?? 0) < (Int($1.split(separator: ".").last ?? "") ?? 0)
        }
        return Seeded(node: node, token: .string(last ?? ""), month: month)
    }

    private let preview = """
        query($user: ID, $bot: ID, $month: String!, $book: Int, $prices: [PriceEntryInput!]) {
          billingPreview(userId: $user, botId: $bot, month: $month, book: $book, prices: $prices) {
            userId botId month timeZone asOf isFinal freeTokens unpricedTokens subtotal discount amount rounding total
            recordedAmount reratedBy corrections { provider model kind amount }
            lines { kind fromTokens quantity isFree tier picoUsdPerToken subtotal discount amount total }
            whatIf { amount total difference lines { quantity picoUsdPerToken } } } }
        """

    @Test(arguments: RunningNode.Store.available)
    func `a month is billed by tiers, an allowance, a discount and two prices`(
        _ store: RunningNode.Store
    ) async throws {
        try await RunningNode.run(on: store) { node in
            let seeded = try await Self.seed(node)
            let month = JSONValue.string(seeded.month)
            let read = try await seeded.ask(preview, ["user": "bob", "month": month])
            let bill = read["data"]?["billingPreview"]
            // 10 free, 90 at the list price, 50 in the tier, 20 at the later price, which has no tier.
            #expect(bill?["lines"]?.items?.map { $0["quantity"] } == [10, 90, 50, 20], "\(read.text)")
            #expect(bill?["lines"]?.items?.map { $0["tier"] } == [.null, 0, 1, 0])
            #expect(bill?["subtotal"] == "0.00015500005" && bill?["discount"] == "0.000011500005")
            #expect(bill?["amount"] == "0.000143500045")
            // 81 + 22.500045 → 23 + 40, each line rounded once.
            #expect(bill?["total"] == "144" && bill?["rounding"] == "0.000000499955")
            #expect(bill?["recordedAmount"] == "0.00019" && bill?["freeTokens"] == 10)
            #expect(bill?["asOf"] == seeded.token && bill?["reratedBy"] == .null && bill?["corrections"] == [])
            let bot = try await seeded.ask(preview, ["bot": "helper", "month": month])
            #expect(bot["data"]?["billingPreview"]?["amount"] == "0.000054", "\(bot.text)")
            let tenant = try await seeded.ask(preview, ["month": month])
            #expect(tenant["data"]?["billingPreview"]?["recordedAmount"] == "0.000204", "\(tenant.text)")
        }
    }

    @Test(arguments: RunningNode.Store.available)
    func `a bill can be asked for by another book or other prices, and a month re-rated`(
        _ store: RunningNode.Store
    ) async throws {
        try await RunningNode.run(on: store) { node in
            let seeded = try await Self.seed(node)
            let month = JSONValue.string(seeded.month)
            let byBook = try await seeded.ask(preview, ["user": "bob", "month": month, "book": 2])
            let whatIf = byBook["data"]?["billingPreview"]?["whatIf"]
            #expect(whatIf?["amount"] == "0.00034" && whatIf?["difference"] == "0.000196499955", "\(byBook.text)")
            #expect(whatIf?["lines"]?.items?.map { $0["quantity"] } == [170])
            let price: JSONValue = ["provider": "openai", "model": "m", "kind": "PROMPT", "picoUsdPerToken": 1]
            let byPrice = try await seeded.ask(preview, ["user": "bob", "month": month, "prices": [price]])
            #expect(byPrice["data"]?["billingPreview"]?["whatIf"]?["amount"] == "0.00000000017", "\(byPrice.text)")
            let none = try await seeded.ask(preview, ["user": "bob", "month": month, "book": 9], as: "eve")
            #expect(none["errors"]?[0]?["extensions"]?["code"] == "NOT_FOUND", "\(none.text)")
            for name in ["0000-01", "9999-12"] {
                let edge = try await seeded.ask(preview, ["user": "bob", "month": .string(name)])
                #expect(edge["data"]?["billingPreview"]?["amount"] == "0", "\(edge.text)")
                #expect(edge["data"]?["billingPreview"]?["isFinal"] == .bool(name == "0000-01"))
            }
            let rerate = """
                mutation($month: String!) { rerateUsage(input: { month: $month, book: 2 }) { ... on UsageRerated {
                  query { billingPreview(userId: "bob", month: $month) { amount reratedBy recordedAmount
                    corrections { kind amount } } } } } }
                """
            let rerated = try await seeded.ask(rerate, ["month": month])
            let bill = rerated["data"]?["rerateUsage"]?["query"]?["billingPreview"]
            #expect(bill?["amount"] == "0.00034" && bill?["reratedBy"] == 2, "\(rerated.text)")
            #expect(bill?["recordedAmount"] == "0.00019")
            #expect(bill?["corrections"] == [["kind": "PROMPT", "amount": "0.000196499955"]])
        }
    }

    @Test(arguments: RunningNode.Store.available)
    func `whoever watches a bill is told of each change of its lines, and of a month that is re-rated`(
        _ store: RunningNode.Store
    ) async throws {
        try await RunningNode.run(on: store) { node in
            let seeded = try await Self.seed(node)
            let shown = "amount reratedBy recordedAmount"
            let watch = """
                subscription($month: String!) {
                  billingPreviewChanged(userId: "eve", month: $month, throttleMs: 10) { \(shown) } }
                """
            let live = """
                query($month: String!) @live(throttleMs: 10) {
                  billingPreview(userId: "eve", month: $month) { \(shown) } }
                """
            let month = JSONValue.string(seeded.month)
            var watched = try await LiveSocket(to: node, token: node.token("eve"))
            watched.subscribe("1", watch, variables: ["month": month])
            var query = try await LiveSocket(to: node, token: node.token("eve"))
            query.subscribe("2", live, variables: ["month": month])
            // 7 tokens by the second book; then one more; then all of them by the first book, where they are free.
            func amounts(_ expected: String, _ field: String, _ socket: inout LiveSocket) async throws {
                var shown: JSONValue?
                while shown?["amount"]?.string != expected { shown = try await socket.next()["data"]?[field] }
            }
            try await amounts("0.000014", "billingPreviewChanged", &watched)
            try await amounts("0.000014", "billingPreview", &query)
            let usage: JSONValue = [
                "requestId": "d", "userId": "eve", "provider": "openai", "model": "m", "promptTokens": 1,
                "occurredAt": Self.text(Self.moments().second),
            ]
            let record = "mutation($u: RecordAiUsageInput!) { recordAiUsage(input: $u) { __typename } }"
            _ = try await seeded.ask(record, ["u": usage])
            try await amounts("0.000016", "billingPreviewChanged", &watched)
            try await amounts("0.000016", "billingPreview", &query)
            let rerate = "mutation($m: String!) { rerateUsage(input: { month: $m, book: 1 }) { __typename } }"
            _ = try await seeded.ask(rerate, ["m": month])
            try await amounts("0", "billingPreviewChanged", &watched)
            try await amounts("0", "billingPreview", &query)

            var other = try await LiveSocket(to: node, token: node.token("bob"))
            other.subscribe("3", watch, variables: ["month": month])
            let refused = try await other.message()
            #expect(refused.text.contains("FORBIDDEN"), "\(refused.text)")
        }
    }

    @Test(arguments: RunningNode.Store.available)
    func `costs are broken down with shares that add up, the rest as one, beside the period before`(
        _ store: RunningNode.Store
    ) async throws {
        try await RunningNode.run(on: store) { node in
            let seeded = try await Self.seed(node)
            let query = """
                query($f: CostFilter!, $by: CostDimension!, $top: Int!) { aiCosts(filter: $f, groupBy: $by, top: $top) {
                  amount previousAmount change requests totalTokens
                  costs { userId botId model amount share requests change } others { amount share userId } } }
                """
            func costs(_ by: JSONValue, top: JSONValue = 10, from: JSONValue, to: JSONValue) async throws -> JSONValue?
            {
                let variables: JSONValue = ["f": ["from": from, "to": to], "by": by, "top": top]
                return try await seeded.ask(query, variables)["data"]?["aiCosts"]
            }
            let day = JSONValue.string(Self.day(of: Self.moments().second))
            let before = JSONValue.string(Self.day(of: Self.moments().first.advanced(microseconds: -1)))
            let users = try await costs("USER", from: before, to: day)
            #expect(users?["amount"] == "0.000204" && users?["requests"] == 3 && users?["totalTokens"] == 177)
            #expect(users?["costs"]?.items?.map { $0["userId"] } == ["bob", "eve"], "\(users?.text ?? "")")
            #expect(users?["costs"]?.items?.map { $0["amount"] } == ["0.00019", "0.000014"])
            #expect(users?["others"] == .null && users?["change"] == .null)
            let dearest = try await costs("USER", top: 1, from: before, to: day)
            #expect(dearest?["costs"]?.items?.count == 1 && dearest?["others"]?["amount"] == "0.000014")
            let bots = try await costs("BOT", from: before, to: day)
            #expect(bots?["costs"]?.items?.map { $0["botId"] } == [.null, "helper"], "\(bots?.text ?? "")")
            let models = try await costs("MODEL", from: before, to: day)
            #expect(models?["costs"]?[0]?["model"] == "m" && models?["costs"]?[0]?["share"] == 1.0)
            for wrong: JSONValue in [
                ["f": ["from": "2026-01-02", "to": "2026-01-01"], "by": "USER", "top": 1],
                ["f": ["from": "2026-01-01", "to": "2026-01-01"], "by": "USER", "top": 101],
            ] {
                let refused = try await seeded.ask(query, wrong, as: "x", ["admin"])
                #expect(refused["errors"]?[0]?["extensions"]?["code"] == "BAD_USER_INPUT", "\(refused.text)")
            }
        }
    }

    @Test func `what cannot be billed says why, and nobody sees the bill of another`() async throws {
        try await RunningNode.run { node in
            let seeded = try await Self.seed(node)
            let month = JSONValue.string(seeded.month)
            func code(_ variables: JSONValue, as user: String, _ roles: [String]) async throws -> JSONValue? {
                try await seeded.ask(preview, variables, as: user, roles)["errors"]?[0]?["extensions"]?["code"]
            }
            let entry: JSONValue = ["provider": "p", "model": "m", "kind": "PROMPT", "picoUsdPerToken": -1]
            #expect(try await code(["user": "bob", "month": month], as: "bob", []) == nil)
            #expect(try await code(["user": "bob", "month": month], as: "eve", []) == "FORBIDDEN")
            #expect(try await code(["month": month], as: "bob", []) == "FORBIDDEN")
            #expect(try await code(["month": month, "book": 9], as: "x", ["admin"]) == "NOT_FOUND")
            for wrong: JSONValue in [
                ["month": "2026-13"], ["month": "now"], ["user": "a", "bot": "b", "month": month],
                ["month": month, "prices": [entry]], ["month": month, "book": 1, "prices": []],
            ] {
                #expect(try await code(wrong, as: "x", ["admin"]) == "BAD_USER_INPUT", "\(wrong.text)")
            }
            let empty = try await seeded.ask(preview, ["user": "nobody", "month": month])
            let bill = empty["data"]?["billingPreview"]
            #expect(bill?["amount"] == "0" && bill?["lines"] == [], "\(empty.text)")
        }
    }

    @Test(arguments: RunningNode.Store.available)
    func `days, users, bots and the tenant have the same totals, however they are grouped and paged`(
        _ store: RunningNode.Store
    ) async throws {
        try await RunningNode.run(on: store) { node in
            let seeded = try await Self.seed(node)
            let query = """
                query($groups: [UsageDimension!]!, $filter: DailyUsageFilter!, $after: Cursor) {
                  dailyUsage(filter: $filter, groupBy: $groups, first: 1, after: $after) {
                    nodes { userId botId provider model requests promptTokens amount timeZone }
                    pageInfo { hasNextPage endCursor } } }
                """
            func pages(_ groups: JSONValue, _ filter: JSONValue = [:]) async throws -> [JSONValue] {
                var found: [JSONValue] = []
                var after = JSONValue.null
                for _ in 0..<10 {
                    let read = try await seeded.ask(query, ["groups": groups, "filter": filter, "after": after])
                    let page = read["data"]?["dailyUsage"]
                    found += page?["nodes"]?.items ?? []
                    after = page?["pageInfo"]?["endCursor"] ?? .null
                    if page?["pageInfo"]?["hasNextPage"] == false { return found }
                }
                return found
            }
            for groups: JSONValue in [
                [], ["MODEL"], ["USER"], ["BOT"], ["PROVIDER"], ["USER", "BOT"], ["USER", "BOT", "PROVIDER", "MODEL"],
            ] {
                let lines = try await pages(groups)
                #expect(lines.compactMap { $0["promptTokens"]?.int }.reduce(0, +) == 177, "\(groups.text)")
            }
            let byUser = try await pages(["USER"])
            #expect(byUser.compactMap { $0["userId"]?.string }.sorted() == ["bob", "eve"])
            #expect(try await pages(["USER"], ["botId": "helper"]).map { $0["promptTokens"] } == [7, 20])
            #expect(try await pages([], ["botId": "helper"]).map { $0["amount"] } == ["0.000054"])
            #expect(try await pages([], ["userId": "bob", "botId": "helper"]).map { $0["promptTokens"] } == [20])
            #expect(try await pages([], ["model": "other"]) == [])
            let totals = try await seeded.ask(
                """
                { tenantTokenStats { requests promptTokens amount }
                  botTokenStats(botId: "helper") { requests amount byModel { model requests }
                    topUsers(first: 1) { nodes { userId amount } pageInfo { hasNextPage } } }
                  userTokenStats(userId: "bob") { amount daily(from: "2020-01-01", to: "2020-12-31") { day } } }
                """)
            #expect(
                totals["data"]?["tenantTokenStats"] == ["requests": 3, "promptTokens": 177, "amount": "0.000204"],
                "\(totals.text)")
            #expect(
                totals["data"]?["botTokenStats"] == [
                    "requests": 2, "amount": "0.000054", "byModel": [["model": "m", "requests": 2]],
                    "topUsers": [
                        "nodes": [["userId": "bob", "amount": "0.00004"]], "pageInfo": ["hasNextPage": true],
                    ],
                ])
            #expect(totals["data"]?["userTokenStats"]?["daily"] == [])
        }
    }

    @Test func `days are those of the tenant's time zone once it is set`() async throws {
        try await RunningNode.run { node in
            let set = "mutation($zone: String!) { setUsageTimeZone(timeZone: $zone) { __typename } }"
            let refused = try await node.graphQL(set, variables: ["zone": "Mars/Olympus"], roles: ["admin"])
            #expect(refused["data"]?["setUsageTimeZone"]?["__typename"] == "UsageTimeZoneRefused", "\(refused.text)")
            let done = try await node.graphQL(set, variables: ["zone": "Pacific/Kiritimati"], roles: ["admin"])
            #expect(done["data"]?["setUsageTimeZone"]?["__typename"] == "UsageTimeZoneSet", "\(done.text)")
            let seeded = try await Self.seed(node)
            let days = try await seeded.ask("{ dailyUsage(groupBy: []) { nodes { day timeZone requests } } }")
            let nodes = days["data"]?["dailyUsage"]?["nodes"]?.items ?? []
            #expect(nodes.allSatisfy { $0["timeZone"] == "Pacific/Kiritimati" } && !nodes.isEmpty, "\(days.text)")
            #expect(nodes.compactMap { $0["requests"]?.int }.reduce(0, +) == 3)
            // Fourteen hours ahead of UTC, the first place on earth to have a new day.
            let (first, second, _) = Self.moments()
            let moments = [first < second ? first : second.advanced(microseconds: -1), second]
            let expected = Set(moments.map { Self.day(of: $0.advanced(microseconds: 14 * 3_600_000_000)) })
            #expect(Set(nodes.compactMap { $0["day"]?.string }) == expected, "\(days.text)")
        }
    }
}
