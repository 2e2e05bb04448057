import JSON
import Lifecycle
import Prelude
import Testing

// Why one after the other: each starts a node, and many nodes at once wait for each other longer than a client does.
@Suite(.serialized)
struct UsageJourneyTests {
    private let record = """
        mutation($input: RecordAiUsageInput!) { recordAiUsage(input: $input) {
          ... on AiUsageRecorded { requestId position query { userTokenStats(userId: "bob") { ...S } } }
          ... on AiUsageRefused { reason message } } }
        """
    private let stats = """
        fragment S on UserTokenStats {
          userId requests errors unpricedRequests promptTokens cachedPromptTokens completionTokens reasoningTokens
          totalTokens cost costPicoRemainder firstUsedAt lastUsedAt byModel { provider model requests cost } }
        """
    private let publish = """
        mutation($input: PublishPriceBookInput!) { publishPriceBook(input: $input) {
          ... on PriceBookPublished { version number effectiveFrom } ... on PriceBookRefused { reason } } }
        """

    private static func text(_ moment: Timestamp) -> JSONValue {
        var bytes: [UInt8] = []
        TimeText.append(moment, to: &bytes)
        return .string(String(decoding: bytes, as: UTF8.self))
    }

    private let moment = SystemClock().wallTime.advanced(microseconds: -60_000_000)

    private func input(_ id: String, _ more: [JSONValue.Member] = [], at: Timestamp? = nil) -> JSONValue {
        .object(
            [
                .init("requestId", .string(id)), .init("userId", "bob"), .init("provider", "openai"),
                .init("occurredAt", Self.text(at ?? moment)),
            ] + more)
    }

    private func count(_ kind: String, _ number: Int) -> JSONValue.Member { .init(kind, .number(String(number))) }
    private let mini = JSONValue.Member("model", "gpt-4o-mini")

    private func send(
        _ query: String, _ input: JSONValue, to node: RunningNode, roles: [String] = ["admin"], tenant: String = "demo"
    ) async throws -> JSONValue {
        let token = node.token("meter", tenant: tenant, roles: roles)
        return try await node.graphQL(
            query, variables: ["input": input], as: nil, tenant: tenant, [("Authorization", "Bearer " + token)])
    }

    private func publishPrices(on node: RunningNode) async throws {
        let price: JSONValue = [
            "provider": "openai", "model": "gpt-4o-mini", "kind": "PROMPT", "picoUsdPerToken": 150_001,
        ]
        let book: JSONValue = ["effectiveFrom": "2020-01-01T00:00:00Z", "entries": [price]]
        let published = try await send(publish, book, to: node)
        #expect(published["data"]?["publishPriceBook"]?["number"] == 1, "\(published.text)")
    }

    @Test(arguments: RunningNode.Store.available)
    func `a usage is in the totals of its receipt, with its exact cost`(_ store: RunningNode.Store) async throws {
        try await RunningNode.run(on: store) { node in
            try await publishPrices(on: node)
            let used = [mini, count("promptTokens", 1_000), count("latencyMs", 9)]
            _ = try await send(record + stats, input("r1", used), to: node)
            let failed = [JSONValue.Member("model", "o3"), count("reasoningTokens", 5), .init("outcome", "ERROR")]
            let second = try await send(
                record + stats, input("r2", failed, at: moment.advanced(microseconds: 1_000_000)), to: node)
            let expected: JSONValue = [
                "userId": "bob", "requests": 2, "errors": 1, "unpricedRequests": 1, "promptTokens": 1_000,
                "cachedPromptTokens": 0, "completionTokens": 0, "reasoningTokens": 5, "totalTokens": 1_005,
                "cost": "150", "costPicoRemainder": 1_000, "firstUsedAt": Self.text(moment),
                "lastUsedAt": Self.text(moment.advanced(microseconds: 1_000_000)),
                "byModel": [
                    ["provider": "openai", "model": "gpt-4o-mini", "requests": 1, "cost": "150"],
                    ["provider": "openai", "model": "o3", "requests": 1, "cost": "0"],
                ],
            ]
            #expect(
                second["data"]?["recordAiUsage"]?["query"]?["userTokenStats"] == expected, "\(second.text)")
        }
    }

    @Test(arguments: RunningNode.Store.available)
    func `a request is counted once, and another under its id is an error`(_ store: RunningNode.Store) async throws {
        try await RunningNode.run(on: store) { node in
            let used = [mini, count("promptTokens", 10)]
            let first = try await send(record + stats, input("r1", used), to: node)
            let again = try await send(record + stats, input("r1", used), to: node)
            let position = first["data"]?["recordAiUsage"]?["position"]
            #expect(position != nil && again["data"]?["recordAiUsage"]?["position"] == position, "\(again.text)")
            let other = try await send(record + stats, input("r1", [mini, count("promptTokens", 11)]), to: node)
            #expect(other["errors"]?[0]?["extensions"]?["code"] == "COMMAND_ID_REUSED")
            let more = [mini, count("promptTokens", 20)]
            let foreign = try await send(record + stats, input("r1", more), to: node, tenant: "other")
            let ours = try await send(record + stats, input("r1", used), to: node)
            let seen = [ours, foreign].map { $0["data"]?["recordAiUsage"]?["query"]?["userTokenStats"] }
            #expect(seen.map { $0?["requests"] } == [1, 1])
            #expect(seen.map { $0?["promptTokens"] } == [10, 20], "\(foreign.text)")
        }
    }

    @Test func `a usage that cannot be right is refused, and nobody records for others`() async throws {
        try await RunningNode.run { node in
            let late = moment.advanced(microseconds: -36 * 86_400_000_000)
            let refused = try await send(record + stats, input("r1", [mini], at: late), to: node)
            #expect(refused["data"]?["recordAiUsage"]?["reason"] == "TOO_OLD", "\(refused.text)")
            let wrong = try await send(record + stats, input("r1", [mini, count("latencyMs", -1)]), to: node)
            #expect(wrong["errors"]?[0]?["extensions"]?["violations"]?[0]?["code"] == "NEGATIVE")
            let user = try await send(record + stats, input("r1", [mini]), to: node, roles: [])
            #expect(user["errors"]?[0]?["extensions"]?["code"] == "FORBIDDEN")
            let none = try await node.graphQL("{ userTokenStats(userId: \"bob\") { requests } }", as: "bob")
            #expect(none["data"] == ["userTokenStats": .null])
        }
    }

    @Test(arguments: RunningNode.Store.available)
    func `days are paged, the newest first, and add up to the totals`(_ store: RunningNode.Store) async throws {
        try await RunningNode.run(on: store) { node in
            try await publishPrices(on: node)
            var token = JSONValue.null
            for number in 0..<5 {
                let at = moment.advanced(microseconds: -Int64(number) * 86_400_000_000)
                let used = [mini, count("promptTokens", number + 1)]
                let recorded = try await send(record + stats, input("r\(number)", used, at: at), to: node)
                token = recorded["data"]?["recordAiUsage"]?["position"] ?? .null
            }
            let page = """
                query($after: Cursor) { dailyUsage(filter: { userId: "bob" }, first: 2, after: $after) {
                  nodes { day promptTokens } pageInfo { hasNextPage endCursor } } }
                """
            var days: [JSONValue] = []
            var after = JSONValue.null
            for round in 0..<3 {
                let read = try await node.graphQL(
                    page, variables: ["after": after], extensions: ["belvedere": ["consistency": ["token": token]]],
                    as: "bob")
                let usage = read["data"]?["dailyUsage"]
                days += usage?["nodes"]?.items ?? []
                after = usage?["pageInfo"]?["endCursor"] ?? .null
                #expect(usage?["pageInfo"]?["hasNextPage"] == .bool(round < 2), "\(read.text)")
            }
            #expect(days.compactMap { $0["promptTokens"] } == [1, 2, 3, 4, 5])
            #expect(Set(days.compactMap { $0["day"]?.string }).count == 5)
            let mine = try await node.graphQL("{ myTokenStats { totalTokens } }", as: "bob")
            #expect(mine["data"]?["myTokenStats"]?["totalTokens"] == 15, "\(mine.text)")
        }
    }

    @Test(arguments: RunningNode.Store.available)
    func `users see their own usage, and only who measures sees that of others`(
        _ store: RunningNode.Store
    ) async throws {
        try await RunningNode.run(on: store) { node in
            let used = [mini, count("promptTokens", 4)]
            let recorded = try await send(record + stats, input("r1", used), to: node)
            let position = recorded["data"]?["recordAiUsage"]?["position"] ?? .null
            func read(_ query: String, as user: String, _ roles: [String] = []) async throws -> JSONValue {
                try await node.graphQL(
                    query, extensions: ["belvedere": ["consistency": ["token": position]]], as: user, roles: roles)
            }
            let total = "{ userTokenStats(userId: \"bob\") { requests byModel { requests } } }"
            let days = "{ dailyUsage(filter: { userId: \"bob\" }) { nodes { requests } } }"
            let several = "{ usersTokenStats(userIds: [\"bob\"]) { stats { requests } } }"
            let answers: [(String, JSONValue)] = [
                (total, ["userTokenStats": ["requests": 1, "byModel": [["requests": 1]]]]),
                (days, ["dailyUsage": ["nodes": [["requests": 1]]]]),
                (several, ["usersTokenStats": [["stats": ["requests": 1]]]]),
            ]
            for (query, answer) in answers {
                // Why the meter first: its answer is then in the cache, from which nobody else may be answered.
                #expect(try await read(query, as: "probe", ["meter"])["data"] == answer)
                for user in ["ann", "BOB", "bob2", "bo"] {
                    let refused = try await read(query, as: user, ["user"])
                    #expect(refused["errors"]?[0]?["extensions"]?["code"] == "FORBIDDEN", "\(refused.text)")
                }
            }
            #expect(try await read(total, as: "bob")["data"] == answers[0].1)
            #expect(try await read(days, as: "bob")["data"] == answers[1].1)
            let own = try await read(several, as: "bob")
            #expect(own["errors"]?[0]?["extensions"]?["code"] == "FORBIDDEN", "\(own.text)")
        }
    }

    private let batch = """
        mutation($input: [RecordAiUsageInput!]!) { recordAiUsageBatch(inputs: $input) {
          index requestId status code position } }
        """

    @Test(arguments: RunningNode.Store.available)
    func `a bad line of a batch keeps none of the others out`(_ store: RunningNode.Store) async throws {
        try await RunningNode.run(on: store) { node in
            let late = moment.advanced(microseconds: -36 * 86_400_000_000)
            var inputs = (0..<60).map { input("r\($0)", [mini, count("promptTokens", $0)]) }
            inputs[3] = input("r3", [mini], at: late)
            inputs[5] = input("r5", [mini, count("promptTokens", -1)])
            inputs[7] = input("r6", [mini, count("promptTokens", 7)])
            let first = try await send(batch, .array(inputs), to: node)
            let lines = first["data"]?["recordAiUsageBatch"]?.items ?? []
            #expect(lines.compactMap { $0["index"] } == (0..<60).map { .number(String($0)) }, "\(first.text)")
            let rejected = lines.filter { $0["status"] == "REJECTED" }.compactMap { $0["code"]?.string }
            #expect(Set(rejected) == ["TOO_OLD", "NEGATIVE", "COMMAND_ID_REUSED"])
            #expect(lines.count { $0["status"] == "RECORDED" } == 57)
            let again = try await send(batch, .array(inputs), to: node)
            let places = [lines, again["data"]?["recordAiUsageBatch"]?.items ?? []].map { $0.map { $0["position"] } }
            #expect(places[0][0] != nil && places[0][10...] == places[1][10...])
            let last = try await send(record + stats, input("last", [mini]), to: node)
            let seen = last["data"]?["recordAiUsage"]?["query"]?["userTokenStats"]
            #expect(seen?["requests"] == 58, "\(last.text)")
        }
    }

    @Test func `a batch is limited, and only for who may record`() async throws {
        try await RunningNode.run { node in
            let none = try await send(batch, .array([]), to: node)
            #expect(none["errors"]?[0]?["extensions"]?["code"] == "BAD_USER_INPUT", "\(none.text)")
            // Why so old: what is refused is no work for the read models, and the limit is the same.
            let late = moment.advanced(microseconds: -36 * 86_400_000_000)
            let many = (0...1_000).map { input("r\($0)", [mini], at: late) }
            let tooMany = try await send(batch, .array(many), to: node)
            #expect(tooMany["errors"]?[0]?["extensions"]?["code"] == "BAD_USER_INPUT", "\(tooMany.text)")
            let all = try await send(batch, .array(Array(many.dropLast())), to: node)
            let lines = all["data"]?["recordAiUsageBatch"]?.items ?? []
            #expect(lines.count { $0["status"] == "REJECTED" } == 1_000)
            let user = try await send(batch, .array([input("r1", [mini])]), to: node, roles: [])
            #expect(user["errors"]?[0]?["extensions"]?["code"] == "FORBIDDEN")
        }
    }

    @Test(arguments: RunningNode.Store.available)
    func `several users are read at once, in the order in which they are named`(
        _ store: RunningNode.Store
    ) async throws {
        try await RunningNode.run(on: store) { node in
            let recorded = try await send(record + stats, input("r1", [mini, count("promptTokens", 4)]), to: node)
            let query = "query($ids: [ID!]!) { usersTokenStats(userIds: $ids) { userId stats { promptTokens } } }"
            let token = recorded["data"]?["recordAiUsage"]?["position"] ?? .null
            let read = try await node.graphQL(
                query, variables: ["ids": ["none", "bob", "none", "bob"]],
                extensions: ["belvedere": ["consistency": ["token": token]]], roles: ["meter"])
            let none: JSONValue = ["userId": "none", "stats": .null]
            let bob: JSONValue = ["userId": "bob", "stats": ["promptTokens": 4]]
            #expect(read["data"]?["usersTokenStats"] == [none, bob, none, bob], "\(read.text)")
            // Why again and again: answers are kept, and none may be given for other users.
            for _ in 0..<3 {
                for ids: JSONValue in [["x", "bob"], ["bob", "y"], ["p", "q"], ["x", "y", "bob"]] {
                    let other = try await node.graphQL(query, variables: ["ids": ids], roles: ["meter"])
                    let items = other["data"]?["usersTokenStats"]?.items ?? []
                    #expect(items.map { $0["userId"] ?? .null } == ids.items, "\(other.text)")
                    let expected = (ids.items ?? []).map { $0 == "bob" ? ["promptTokens": 4] : JSONValue.null }
                    #expect(items.map { $0["stats"] ?? .null } == expected, "\(other.text)")
                }
            }
            let many = (0...200).map { JSONValue.string("u\($0)") }
            let refused = try await node.graphQL(query, variables: ["ids": .array(many)])
            #expect(refused["errors"]?[0]?["extensions"]?["code"] == "BAD_USER_INPUT", "\(refused.text)")
        }
    }
}
