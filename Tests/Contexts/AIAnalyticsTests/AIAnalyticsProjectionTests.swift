import EventSourcing
import EventSourcingTesting
import Prelude
import Testing

@testable import AIAnalytics

struct AIAnalyticsProjectionTests {
    private func event(_ index: Int, _ user: String, _ bot: String?, _ latency: Int, at: Int64) -> RecordedEvent {
        let time = Timestamp(microseconds: at)
        let body = """
            {"request":"r\(index)","user":"\(user)",\(bot.map { #""bot":"\#($0)","# } ?? "")"provider":"p","model":"m",\
            "prompt":1,"cachedPrompt":2,"completion":3,"reasoning":4,"latencyMs":\(latency),\
            "outcome":"\(latency > 900 ? "TIMEOUT" : "OK")","at":\(at)}
            """
        return RecordedEvent(
            position: GlobalPosition(Int64(index + 1)), stream: StreamName(stored: "s:\(index)", categoryBytes: 1),
            version: StreamVersion(1), name: "metering.ai-usage-recorded.1", schemaVersion: 1, codec: .json,
            body: Array(body.utf8),
            metadata: EventMetadata(
                tenant: TenantID(validated: "t"), id: EventID(command: .derived(from: "\(index)"), ordinal: 0),
                origin: CommandOrigin(), occurred: time, recorded: time))
    }

    private func events(_ count: Int, seed: UInt64) -> [RecordedEvent] {
        var random = SeededRandom(seed: seed)
        return (0..<count).map { index in
            event(
                index, "u\(random.below(4))", random.chance(50) ? "b\(random.below(2))" : nil, random.below(1_000),
                at: Int64(random.below(60)) * 3_600_000_000 - 1)
        }
    }

    /// The tables after the events in pages of a size.
    private func rows(_ events: [RecordedEvent], page: Int) -> [RowKey: [RowValue]] {
        var stored: [RowKey: [RowValue]] = [:]
        for start in stride(from: 0, to: events.count, by: page) {
            let part = Array(events[start..<min(start + page, events.count)])
            var fold = ProjectionFold(AIAnalyticsProjection(), part, parkedLanes: [])
            while case .needs(let requests) = fold.advance() {
                fold.supply(
                    requests,
                    requests.map { request in
                        if case .row(let key) = request { stored[key].map { [$0] } ?? [] } else { [] }
                    })
            }
            #expect(fold.parked.isEmpty)
            for row in fold.changed { stored[row.key] = row.after }
        }
        return stored
    }

    @Test(arguments: 1...2)
    func `any order of arrival and any paging give identical tables`(_ seed: UInt64) {
        var random = SeededRandom(seed: seed &+ 99)
        let events = events(100, seed: seed)
        let whole = rows(events, page: 100)
        #expect(!whole.isEmpty)
        #expect(rows(events, page: 1) == whole)
        #expect(rows(events.shuffled(using: &random), page: 37) == whole)
    }

    @Test func `days are the sums of their hours, and users, bots and models of the same requests`() {
        let stored = rows(events(300, seed: 7), page: 100)
        func requests(_ span: String, _ dimension: String) -> Int64 {
            stored.reduce(0) { sum, row in
                guard row.key.values[1] == .text(span), row.key.values[2] == .text(dimension),
                    case .int(let count) = row.value[5]
                else { return sum }
                return sum + count
            }
        }
        #expect(requests("h", "m") == 300 && requests("d", "m") == 300 && requests("d", "u") == 300)
        #expect(requests("h", "b") == requests("d", "b") && requests("d", "b") < 300 && requests("d", "b") > 0)
        #expect(requests("h", "u") == 0)
    }
}
