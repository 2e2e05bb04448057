import JSON
import Lifecycle
import Prelude
import Testing

// Why one after the other: each starts a node, and many nodes at once wait for each other longer than a client does.
@Suite(.serialized)
struct AnalyticsJourneyTests {
    /// The day before yesterday at noon in UTC: its week and its hours are over.
    private let noon: Timestamp = {
        let day = Int64(SystemClock().wallTime.day.daysSinceEpoch) - 2
        return Timestamp(microseconds: day * Timestamp.microsecondsPerDay + 43_200_000_000)
    }()

    private static func text(_ moment: Timestamp) -> JSONValue {
        var bytes: [UInt8] = []
        TimeText.append(moment, to: &bytes)
        return .string(String(decoding: bytes, as: UTF8.self))
    }

    /// 100 requests of two models in two hours, with latencies of 1 to 100 ms, and gives the position of the last.
    private func seed(_ node: RunningNode) async throws -> JSONValue {
        let inputs = (1...100).map { number -> JSONValue in
            [
                "requestId": .string("r\(number)"), "userId": .string(number <= 60 ? "bob" : "eve"), "provider": "p",
                "model": .string(number % 2 == 0 ? "even" : "odd"), "botId": number <= 10 ? "helper" : .null,
                "promptTokens": 2, "completionTokens": 1, "latencyMs": .number("\(number)"),
                "firstTokenMs": number <= 50 ? .number("\(number / 2)") : .null,
                "outcome": number == 100 ? "ERROR" : "OK",
                "occurredAt": Self.text(noon.advanced(microseconds: number <= 50 ? 0 : 3 * 3_600_000_000)),
            ]
        }
        let answer = try await node.graphQL(
            "mutation($inputs: [RecordAiUsageInput!]!) { recordAiUsageBatch(inputs: $inputs) { position } }",
            variables: ["inputs": .array(inputs)], roles: ["meter"])
        let positions = answer["data"]?["recordAiUsageBatch"]?.items?.compactMap { $0["position"]?.string } ?? []
        #expect(positions.count == 100, "\(answer.text.prefix(500))")
        let last = positions.max { (Int($0.split(separator: ".")[2]) ?? 0) < (Int($1.split(separator: ".")[2]) ?? 0) }
        return .string(last ?? "")
    }

    @Test func `more points than one answer may have are refused before they are made`() async throws {
        try await RunningNode.run { node in
            let inputs = (1...6).map { number -> JSONValue in
                [
                    "requestId": .string("r\(number)"), "userId": .string("u\(number)"), "provider": "p", "model": "m",
                    "occurredAt": Self.text(noon),
                ]
            }
            let recorded = try await node.graphQL(
                "mutation($inputs: [RecordAiUsageInput!]!) { recordAiUsageBatch(inputs: $inputs) { position } }",
                variables: ["inputs": .array(inputs)], roles: ["meter"])
            let lines = recorded["data"]?["recordAiUsageBatch"]?.items ?? []
            let positions = lines.compactMap { $0["position"]?.string }
            let number = { (position: String) in Int(position.split(separator: ".")[2]) ?? 0 }
            let last = positions.max { number($0) < number($1) }
            func ask(_ days: Int64) async throws -> JSONValue {
                let from = noon.advanced(microseconds: -days * Timestamp.microsecondsPerDay)
                return try await node.graphQL(
                    """
                    query($f: AnalyticsFilter!) {
                      aiTokenUsage(filter: $f, groupBy: USER, fillGaps: true) { requests } }
                    """,
                    variables: ["f": ["from": Self.text(from), "to": Self.text(noon.advanced(microseconds: 1))]],
                    extensions: ["belvedere": ["consistency": ["token": .string(last ?? "")]]], as: "root",
                    roles: ["admin"])
            }
            #expect(try await ask(10)["data"]?["aiTokenUsage"]?.items?.count == 66)
            let refused = try await ask(1_700)
            #expect(refused["errors"]?[0]?["extensions"]?["code"] == "BAD_USER_INPUT", "\(refused.text.prefix(300))")
        }
    }

    @Test(arguments: RunningNode.Store.available)
    func `series are summed over any windows and told apart by what is asked for`(
        _ store: RunningNode.Store
    ) async throws {
        try await RunningNode.run(on: store) { node in
            let token = try await seed(node)
            func ask(
                _ field: String, _ filter: [JSONValue.Member] = [], _ arguments: String, _ shown: String,
                as user: String = "root", _ roles: [String] = ["admin"]
            ) async throws -> JSONValue {
                let time: [JSONValue.Member] = [
                    .init("from", Self.text(noon.advanced(microseconds: -3_600_000_000))),
                    .init("to", Self.text(noon.advanced(microseconds: 5 * 3_600_000_000))),
                ]
                return try await node.graphQL(
                    "query($f: AnalyticsFilter!) { \(field)(filter: $f \(arguments)) { \(shown) } }",
                    variables: ["f": .object(time + filter)],
                    extensions: ["belvedere": ["consistency": ["token": token]]], as: user, roles: roles)
            }
            func points(_ answer: JSONValue) -> [JSONValue] { answer["data"]?.members?.first?.value.items ?? [] }

            let day = try await ask("aiTokenUsage", [], "", "requests errors tokens")
            #expect(points(day) == [["requests": 100, "errors": 1, "tokens": 300]], "\(day.text)")
            let hours = try await ask("aiTokenUsage", [], ", bucket: HOUR, fillGaps: true", "start requests")
            #expect(points(hours).map { $0["requests"] } == [0, 50, 0, 0, 50, 0], "\(hours.text)")
            #expect(points(hours)[1]["start"] == Self.text(noon))
            let models = try await ask("aiTokenUsage", [], ", groupBy: MODEL", "provider model requests botId")
            #expect(
                points(models) == [
                    ["provider": "p", "model": "even", "requests": 50, "botId": .null],
                    ["provider": "p", "model": "odd", "requests": 50, "botId": .null],
                ], "\(models.text)")
            for (bucket, group) in [("DAY", "PROVIDER"), ("WEEK", "PROVIDER"), ("MONTH", "PROVIDER")] {
                let read = try await ask("aiTokenUsage", [], ", bucket: \(bucket), groupBy: \(group)", "requests")
                #expect(points(read).compactMap { $0["requests"]?.int } == [100], "\(read.text)")
            }
            let bots = try await ask("aiTokenUsage", [], ", groupBy: BOT", "botId requests")
            #expect(points(bots) == [["botId": "helper", "requests": 10]], "\(bots.text)")
            let own = try await ask("aiTokenUsage", [.init("userId", "bob")], "", "requests", as: "bob", [])
            #expect(points(own) == [["requests": 60]], "\(own.text)")

            let all = "requests errorRate meanMs p50Ms p90Ms p95Ms p99Ms maxMs relativeError"
            let latency = try await ask("aiLatency", [], "", all)
            let shown = points(latency).first
            #expect(shown?["requests"] == 100 && shown?["p50Ms"] == 50 && shown?["maxMs"] == 100, "\(latency.text)")
            #expect(shown?["p90Ms"] == 90 && shown?["p95Ms"] == 95 && shown?["p99Ms"] == 99)
            #expect(shown?["meanMs"] == 50.5 && shown?["errorRate"] == 0.01 && shown?["relativeError"] == 0.01)
            let first = try await ask(
                "aiLatency", [], "",
                "firstTokenRequests meanFirstTokenMs p50FirstTokenMs p90FirstTokenMs p99FirstTokenMs maxFirstTokenMs")
            #expect(
                points(first) == [
                    [
                        "firstTokenRequests": 50, "meanFirstTokenMs": 12.5, "p50FirstTokenMs": 12,
                        "p90FirstTokenMs": 22, "p99FirstTokenMs": 25, "maxFirstTokenMs": 25,
                    ]
                ], "\(first.text)")
            let even = try await ask(
                "aiLatency", [.init("provider", "p"), .init("model", "even")], "", "requests p50Ms")
            #expect(points(even) == [["requests": 50, "p50Ms": 50]], "\(even.text)")

            for (filter, arguments, user, roles, code) in [
                ([], "", "bob", [], "FORBIDDEN"),
                ([.init("userId", "eve")], "", "bob", [], "FORBIDDEN"),
                ([.init("botId", "b"), .init("userId", "eve")], "", "root", ["admin"], "BAD_USER_INPUT"),
                ([.init("userId", "eve")], ", bucket: HOUR", "root", ["admin"], "BAD_USER_INPUT"),
                ([.init("model", "m")], ", groupBy: BOT", "root", ["admin"], "BAD_USER_INPUT"),
            ] as [([JSONValue.Member], String, String, [String], String)] {
                let refused = try await ask("aiTokenUsage", filter, arguments, "requests", as: user, roles)
                #expect(refused["errors"]?[0]?["extensions"]?["code"] == .string(code), "\(refused.text)")
            }
        }
    }
}
