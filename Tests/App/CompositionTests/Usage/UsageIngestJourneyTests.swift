import HTTP
import JSON
import Lifecycle
import Prelude
import Testing

// Why one after the other: each starts a node, and many nodes at once wait for each other longer than a client does.
@Suite(.serialized)
struct UsageIngestJourneyTests {
    private let moment = SystemClock().wallTime.advanced(microseconds: -60_000_000)

    private func line(_ id: Int, tokens: Int = 1, at: Timestamp? = nil, more: String = "") -> String {
        var text: [UInt8] = []
        TimeText.append(at ?? moment, to: &text)
        return #"{"requestId":"r\#(id)","userId":"bob","provider":"p","model":"m","promptTokens":\#(tokens),"#
            + #""occurredAt":"\#(String(decoding: text, as: UTF8.self))"\#(more)}"#
    }

    private func post(
        _ lines: [String], to node: RunningNode, roles: [String] = ["meter"]
    ) async throws -> RunningNode.Answer {
        let fields = [
            ("Content-Type", "application/x-ndjson"), ("Authorization", "Bearer " + node.token("m", roles: roles)),
        ]
        return try await node.send(.post, "/ingest/ai-usage", fields, body: Array(lines.joined(separator: "\n").utf8))
    }

    private func counts(_ answer: RunningNode.Answer) -> [Int?] {
        ["lines", "recorded", "repeated", "rejected", "failed"].map { answer.json[$0]?.int }
    }

    @Test(arguments: RunningNode.Store.available)
    func `bad lines lose none of the others, and a repeated stream changes nothing`(
        _ store: RunningNode.Store
    ) async throws {
        try await RunningNode.run(on: store) { node in
            var lines = (0..<150).map { line($0) }
            lines[10] = "{"
            lines[20] = line(20, tokens: -1)
            lines[30] = line(30, at: moment.advanced(microseconds: -36 * 86_400_000_000))
            lines[40] = line(39, tokens: 7)
            lines[50] = line(50, more: #","padding":"\#(String(repeating: "x", count: 20_000))""#)
            let first = try await post(lines, to: node)
            #expect(first.status == 200 && counts(first) == [150, 145, 0, 5, 0], "\(first.text.prefix(2_000))")
            let rejections = first.json["rejections"]?.items ?? []
            #expect(rejections.compactMap { $0["line"]?.int } == [11, 21, 31, 41, 51])
            #expect(
                rejections.compactMap { $0["code"]?.string } == [
                    "INVALID_JSON", "NEGATIVE", "TOO_OLD", "COMMAND_ID_REUSED", "TOO_LONG",
                ])
            let again = try await post(lines + [line(9_999)], to: node)
            #expect(counts(again) == [151, 1, 145, 5, 0], "\(again.text.prefix(2_000))")
            let other = try await post([line(0, tokens: 2)], to: node)
            #expect(other.json["rejections"]?[0]?["code"] == "COMMAND_ID_REUSED", "\(other.text)")
            let probe = """
                mutation($input: RecordAiUsageInput!) { recordAiUsage(input: $input) { ... on AiUsageRecorded {
                  query { userTokenStats(userId: "bob") { requests promptTokens } } } } }
                """
            let input = try JSONValue(parsing: line(10_000))
            let read = try await node.graphQL(probe, variables: ["input": input], roles: ["meter"])
            #expect(
                read["data"]?["recordAiUsage"]?["query"]?["userTokenStats"] == [
                    "requests": 147, "promptTokens": 147,
                ], "\(read.text)")
        }
    }

    @Test func `only who measures may send usage, and an empty stream is none`() async throws {
        try await RunningNode.run { node in
            #expect(try await post([line(1)], to: node, roles: []).status == 403)
            let nobody = try await node.send(.post, "/ingest/ai-usage", [], body: Array(line(1).utf8))
            #expect(nobody.status == 401 && nobody.json["errors"]?[0]?["extensions"]?["code"] == "UNAUTHENTICATED")
            let forged = [("Authorization", "Bearer x.y.z")]
            #expect(try await node.send(.post, "/ingest/ai-usage", forged, body: Array(line(1).utf8)).status == 401)
            let empty = try await post([], to: node)
            #expect(empty.status == 200 && counts(empty) == [0, 0, 0, 0, 0], "\(empty.text)")
        }
    }
}
