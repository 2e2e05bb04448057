import AIAnalytics
import Composition
import EventSourcing
import HTTP
import JSON
import Lifecycle
import Prelude
import Testing
import TokenUsage
import UserActivity

/// Every read model of usage against the plain meaning of its projection: the same log, one event after the other.
@Suite(.serialized)
struct RebuildEqualityTests {
    private static let projections: [any Projection] = [
        TokenUsageProjection(), AIAnalyticsProjection(), UserActivityProjection(),
    ]
    private let now = SystemClock().wallTime

    private func text(_ moment: Timestamp) -> String {
        var bytes: [UInt8] = []
        TimeText.append(moment, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Lines of a few users, bots and models over a month, in no order of time.
    private func lines(_ count: Int, from first: Int, _ random: inout SeededRandom) -> String {
        (first..<first + count).map { number in
            let at = now.advanced(microseconds: -Int64(Int.random(in: 60..<30 * 86_400, using: &random)) * 1_000_000)
            let bot = Int.random(in: 0..<3, using: &random)
            let latency = Int.random(in: 1..<20_000, using: &random)
            return #"{"requestId":"r\#(number)","userId":"u\#(Int.random(in: 0..<7, using: &random))","#
                + (bot > 0 ? #""botId":"b\#(bot)","# : "")
                + #""provider":"p","model":"m\#(Int.random(in: 0..<3, using: &random))","#
                + #""promptTokens":\#(Int.random(in: 0..<5_000, using: &random)),"completionTokens":\#(number % 90),"#
                + #""latencyMs":\#(latency),"firstTokenMs":\#(latency / 3),"occurredAt":"\#(text(at))"}"#
        }.joined(separator: "\n")
    }

    private func publish(_ node: RunningNode, _ price: Int) async throws {
        let entry: JSONValue = [
            "provider": "p", "model": .string("m\(price % 3)"), "kind": "PROMPT",
            "picoUsdPerToken": .number("\(price * 1_234_567)"),
        ]
        let from = JSONValue.string(text(now.advanced(microseconds: Int64(price - 9) * 86_400_000_000)))
        let answer = try await node.graphQL(
            "mutation($i: PublishPriceBookInput!) { publishPriceBook(input: $i) { __typename } }",
            variables: ["i": ["effectiveFrom": from, "entries": [entry]]], roles: ["admin"])
        #expect(answer["data"]?["publishPriceBook"]?["__typename"] == "PriceBookPublished", "\(answer.text)")
    }

    @Test(arguments: RunningNode.Store.available)
    func `read models rebuilt while usage comes in are, row for row, those of the log applied one by one`(
        _ store: RunningNode.Store
    ) async throws {
        try await RunningNode.run(on: store) { node in
            var random = SeededRandom(seed: 20)
            let fields = [("Authorization", "Bearer " + node.token("m", roles: ["meter"]))]
            let zone = #"mutation { setUsageTimeZone(timeZone: "Europe/Berlin") { __typename } }"#
            for round in 0..<8 {
                try await publish(node, round + 1)
                if round == 3 { _ = try await node.graphQL(zone, roles: ["admin"]) }
                if round == 4 {
                    let rebuild = Rebuild(store: node.storage.projections, log: node.storage.events)
                    for projection in Self.projections {
                        try await untilLive(projection, node)
                        _ = try await rebuild.start(projection)
                    }
                }
                let body = lines(150, from: round * 150, &random)
                let answer = try await node.send(.post, "/ingest/ai-usage", fields, body: Array(body.utf8))
                #expect(answer.json["recorded"] == 150, "\(answer.text.prefix(500))")
            }
            let log = try await events(node)
            for projection in Self.projections {
                let generation = try await rebuilt(projection, through: log.last?.position ?? .start, node)
                let expected = Self.slowRows(projection, log)
                #expect(expected.count > 30, "\(projection.name)")
                for table in projection.tables {
                    let stored = try await node.storage.projections.load(
                        [.range(RowRange(table.name, prefix: []))], of: generation)
                    let rows = expected.filter { $0.key.table == table.name }.values
                        .sorted { RowOrder.precedes($0, $1) }
                    #expect(stored.first == rows, "\(table.name) on \(store)")
                }
            }
        }
    }

    private func events(_ node: RunningNode) async throws -> [RecordedEvent] {
        var events: [RecordedEvent] = []
        while true {
            let page = try await node.storage.events.read(
                LogQuery(after: events.last?.position ?? .start, limit: 1_000))
            events += page.events
            if page.isAtHead { return events }
        }
    }

    /// A node that has just begun may not have made its read models yet: there would be nothing to build beside.
    private func untilLive(_ projection: any Projection, _ node: RunningNode) async throws {
        while try await !node.storage.projections.records(of: projection.name).contains(where: { $0.stage == .live }) {
            await Task.yield()
        }
    }

    /// The generation that has taken the place of the first one and has everything.
    private func rebuilt(
        _ projection: any Projection, through end: GlobalPosition, _ node: RunningNode
    ) async throws -> Generation {
        while true {
            let records = try await node.storage.projections.records(of: projection.name)
            if let live = records.first(where: { $0.stage == .live }), live.generation.number > 1,
                live.checkpoint.position >= end
            {
                #expect(live.parkedCount == 0)
                return live.generation
            }
            await Task.yield()
        }
    }

    /// What the events come to if each is a batch of its own.
    private static func slowRows(_ projection: any Projection, _ events: [RecordedEvent]) -> [RowKey: [RowValue]] {
        var stored: [RowKey: [RowValue]] = [:]
        for event in events where projection.filter.admits(event) {
            var fold = ProjectionFold(projection, [event], parkedLanes: [])
            while case .needs(let requests) = fold.advance() {
                fold.supply(
                    requests,
                    requests.map { request in
                        switch request {
                        case .row(let key): stored[key].map { [$0] } ?? []
                        case .range(let range):
                            stored.filter { $0.key.table == range.table && range.covers($0.key.values) }.map(\.value)
                        }
                    })
            }
            #expect(fold.parked.isEmpty)
            for row in fold.changed { stored[row.key] = row.after }
        }
        return stored
    }
}
