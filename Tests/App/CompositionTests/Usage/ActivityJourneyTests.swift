import JSON
import Lifecycle
import Prelude
import Testing

// Why one after the other: each starts a node, and many nodes at once wait for each other longer than a client does.
@Suite(.serialized)
struct ActivityJourneyTests {
    /// Yesterday at noon in UTC.
    private let noon: Timestamp = {
        let day = Int64(SystemClock().wallTime.day.daysSinceEpoch) - 1
        return Timestamp(microseconds: day * Timestamp.microsecondsPerDay + 43_200_000_000)
    }()

    private func text(_ moment: Timestamp) -> JSONValue {
        var bytes: [UInt8] = []
        TimeText.append(moment, to: &bytes)
        return .string(String(decoding: bytes, as: UTF8.self))
    }

    private var today: JSONValue { day(1) }

    private func day(_ distance: Int64) -> JSONValue {
        var bytes: [UInt8] = []
        TimeText.append(noon.advanced(microseconds: distance * Timestamp.microsecondsPerDay).day, to: &bytes)
        return .string(String(decoding: bytes, as: UTF8.self))
    }

    private static let track = """
        mutation($inputs: [TrackActivityInput!]!) {
          trackActivity(inputs: $inputs) { index status code position } }
        """

    private func input(_ number: Int, minute: Int64, name: String = "orders/list", kind: String = "PAGE") -> JSONValue {
        [
            "id": .string("018f6e3c-9d2a-7b31-8c55-0f6f2d8c\(1_000 + number)"), "name": .string(name),
            "kind": .string(kind), "occurredAt": text(noon.advanced(microseconds: minute * 60_000_000)),
            "properties": [["name": "tab", "value": "open"]],
        ]
    }

    /// Bob's afternoon, told in no order: two sessions, the first with a burst; and gives the last position.
    private func seed(_ node: RunningNode) async throws -> JSONValue {
        let inputs = [
            input(1, minute: 125, kind: "FEATURE"), input(2, minute: 10), input(3, minute: 0), input(4, minute: 5),
            input(5, minute: 120), input(6, minute: 12, name: "orders/export", kind: "FEATURE"),
        ]
        let told = try await node.graphQL(Self.track, variables: ["inputs": .array(inputs)], as: "bob")
        let lines = told["data"]?["trackActivity"]?.items ?? []
        #expect(lines.map { $0["status"] } == Array(repeating: "RECORDED", count: 6), "\(told.text)")
        let usage: JSONValue = [
            "requestId": "r1", "userId": "eve", "provider": "p", "model": "m", "promptTokens": 1,
            "occurredAt": text(noon),
        ]
        let measured = try await node.graphQL(
            "mutation($u: RecordAiUsageInput!) { recordAiUsage(input: $u) { ... on AiUsageRecorded { position } } }",
            variables: ["u": usage], as: "meter", roles: ["meter"])
        return measured["data"]?["recordAiUsage"]?["position"] ?? .null
    }

    private func ask(
        _ node: RunningNode, _ query: String, _ variables: JSONValue = .null, at token: JSONValue,
        as user: String = "bob", _ roles: [String] = []
    ) async throws -> JSONValue {
        try await node.graphQL(
            query, variables: variables, extensions: ["belvedere": ["consistency": ["token": token]]], as: user,
            roles: roles)
    }

    @Test(arguments: RunningNode.Store.available)
    func `a timeline shows the newest first, bursts as one line, page after page`(
        _ store: RunningNode.Store
    ) async throws {
        try await RunningNode.run(on: store) { node in
            let token = try await seed(node)
            let query = """
                query($kinds: [String!]!, $collapse: Boolean!, $after: Cursor, $from: DateTime, $to: DateTime) {
                  userTimeline(userId: "bob", kinds: $kinds, collapse: $collapse, first: 2, after: $after, from: $from,
                    to: $to) { nodes { kind subject collapsed at since } pageInfo { hasNextPage endCursor } } }
                """
            func pages(_ more: [JSONValue.Member] = []) async throws -> [JSONValue] {
                var found: [JSONValue] = []
                var after = JSONValue.null
                for _ in 0..<6 {
                    let asked = [JSONValue.Member("after", after)] + more
                    let usual = [JSONValue.Member("kinds", []), .init("collapse", true)].filter { one in
                        !more.contains { $0.name == one.name }
                    }
                    let read = try await ask(node, query, .object(asked + usual), at: token)
                    let page = read["data"]?["userTimeline"]
                    #expect(page != nil, "\(read.text)")
                    found += page?["nodes"]?.items ?? []
                    after = page?["pageInfo"]?["endCursor"] ?? .null
                    if page?["pageInfo"]?["hasNextPage"] == false { return found }
                }
                return found
            }
            let lines = try await pages()
            #expect(lines.map { $0["collapsed"] } == [1, 1, 1, 3])
            #expect(
                lines.map { $0["kind"] } == [
                    "tracking.feature", "tracking.page", "tracking.feature", "tracking.page",
                ])
            #expect(lines[2]["subject"] == "orders/export" && lines[3]["since"] == text(noon))
            #expect(try await pages([.init("collapse", false)]).count == 6)
            let features = try await pages([.init("kinds", ["tracking.feature"])])
            #expect(features.map { $0["collapsed"] } == [1, 1])
            let hour: [JSONValue.Member] = [
                .init("from", text(noon)), .init("to", text(noon.advanced(microseconds: 600_000_000))),
            ]
            #expect(try await pages(hour).map { $0["collapsed"] } == [2])

            let of = "query($u: ID!) { userTimeline(userId: $u) { nodes { kind subject } } }"
            let eve = try await ask(node, of, ["u": "eve"], at: token, as: "root", ["admin"])
            #expect(
                eve["data"]?["userTimeline"]?["nodes"] == [["kind": "metering.ai-usage-recorded", "subject": "p/m"]],
                "\(eve.text)")
            let refused = try await ask(node, of, ["u": "eve"], at: token)
            #expect(refused["errors"]?[0]?["extensions"]?["code"] == "FORBIDDEN", "\(refused.text)")
        }
    }

    @Test(arguments: RunningNode.Store.available)
    func `sessions and engagement are counted from what was told in any order`(
        _ store: RunningNode.Store
    ) async throws {
        try await RunningNode.run(on: store) { node in
            let token = try await seed(node)
            let stats = """
                query($user: ID, $from: Date!, $to: Date!) {
                  sessionStats(userId: $user, from: $from, to: $to) {
                    userId count totalSeconds meanSeconds medianSeconds longestSeconds bounceShare relativeError
                    sessions(first: 1) { nodes { userHash startedAt seconds entries isProvisional }
                      pageInfo { hasNextPage } } } }
                """
            let days: [JSONValue.Member] = [.init("from", day(0)), .init("to", day(0))]
            let own = try await ask(node, stats, .object(days + [.init("user", "bob")]), at: token)
            let bob = own["data"]?["sessionStats"]
            #expect(bob?["count"] == 2 && bob?["totalSeconds"] == 1_020 && bob?["meanSeconds"] == 510.0, "\(own.text)")
            #expect(bob?["medianSeconds"] == 300 && bob?["longestSeconds"] == 720 && bob?["bounceShare"] == 0.0)
            #expect(bob?["relativeError"] == 0.0)
            let last = bob?["sessions"]?["nodes"]?[0]
            #expect(last?["entries"] == 2 && last?["seconds"] == 300 && last?["isProvisional"] == true)
            #expect(bob?["sessions"]?["pageInfo"]?["hasNextPage"] == true)
            let all = try await ask(node, stats, .object(days), at: token, as: "root", ["admin"])
            let everybody = all["data"]?["sessionStats"]
            #expect(everybody?["count"] == 3 && everybody?["totalSeconds"] == 1_020, "\(all.text)")
            #expect(everybody?["userId"] == .null && everybody?["relativeError"] == 0.01)
            #expect(everybody?["bounceShare"]?.text.hasPrefix("0.33") == true)

            let engagement = """
                query($from: Date!, $to: Date!, $bucket: EngagementBucket!) {
                  engagement(from: $from, to: $to, bucket: $bucket) {
                    points { start activeUsers newUsers returningUsers stickiness longestStreak }
                    retention { users returned } } }
                """
            let daily = try await ask(
                node, engagement, .object(days + [.init("bucket", "DAY")]), at: token, as: "root", ["admin"])
            let points = daily["data"]?["engagement"]?["points"]
            #expect(points?.items?.count == 1 && points?[0]?["activeUsers"] == 2, "\(daily.text)")
            #expect(points?[0]?["newUsers"] == 2 && points?[0]?["start"] == day(0))
            #expect(daily["data"]?["engagement"]?["retention"]?[0]?["users"]?.int ?? 0 >= 2)
            let monthly = try await ask(
                node, engagement, .object(days + [.init("bucket", "MONTH")]), at: token, as: "root", ["admin"])
            #expect(monthly["data"]?["engagement"]?["points"]?[0]?["longestStreak"] == .null, "\(monthly.text)")
        }
    }

    @Test func `what cannot be asked or told says why, and keeps none of the others out`() async throws {
        try await RunningNode.run { node in
            let old = input(2, minute: -8 * 24 * 60)
            let told = try await node.graphQL(
                Self.track, variables: ["inputs": [input(1, minute: 0), old, input(3, minute: 1, name: "")]], as: "bob")
            let lines = told["data"]?["trackActivity"]?.items ?? []
            #expect(lines.map { $0["status"] } == ["RECORDED", "REJECTED", "REJECTED"], "\(told.text)")
            #expect(lines.map { $0["code"] } == [.null, "TOO_OLD", "INVALID_NAME"])
            let again = try await node.graphQL(Self.track, variables: ["inputs": [input(1, minute: 0)]], as: "bob")
            #expect(again["data"]?["trackActivity"]?[0]?["position"] == lines.first?["position"], "\(again.text)")
            let other = try await node.graphQL(Self.track, variables: ["inputs": [input(1, minute: 2)]], as: "bob")
            #expect(other["data"]?["trackActivity"]?[0]?["code"] == "COMMAND_ID_REUSED", "\(other.text)")
            let stranger = try await node.graphQL(Self.track, variables: ["inputs": [input(1, minute: 0)]], as: "eve")
            let unsaid = stranger["data"]?["trackActivity"]?[0]
            #expect(unsaid?["code"] == "COMMAND_ID_REUSED", "What bob did is not what eve did. \(stranger.text)")

            func code(_ query: String, as user: String?, _ roles: [String] = []) async throws -> JSONValue? {
                try await node.graphQL(query, as: user, roles: roles)["errors"]?[0]?["extensions"]?["code"]
            }
            let stats = #"{ sessionStats(from: "2026-01-02", to: "2026-01-01") { count } }"#
            let wide = #"{ sessionStats(from: "2020-01-01", to: "2026-01-01") { count } }"#
            let days = #"{ sessionStats(from: "2026-01-01", to: "2026-01-01") { count } }"#
            let engagement = #"{ engagement(from: "2026-01-01", to: "2026-01-01") { points { start } } }"#
            let first = #"{ userTimeline(userId: "bob", first: 101) { nodes { kind } } }"#
            let cursor = #"{ userTimeline(userId: "bob", after: "x") { nodes { kind } } }"#
            #expect(try await code(stats, as: "root", ["admin"]) == "BAD_USER_INPUT")
            #expect(try await code(wide, as: "root", ["admin"]) == "BAD_USER_INPUT")
            #expect(try await code(days, as: "bob") == "FORBIDDEN")
            #expect(try await code(engagement, as: "bob") == "FORBIDDEN")
            #expect(try await code(engagement, as: nil) == "UNAUTHENTICATED")
            #expect(try await code(first, as: "bob") == "BAD_USER_INPUT")
            #expect(try await code(cursor, as: "bob") == "BAD_USER_INPUT")
        }
    }
}
