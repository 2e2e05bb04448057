import EventSourcing
import Prelude
import Testing

@testable import UserActivity

struct ActivityTests {
    private func activities(_ log: ActivityLog) throws -> [Activity?] { try log.events.map { try Activity($0) } }

    @Test func `an event is what its actor did; what nobody did and what the system did in reaction is none`() throws {
        var log = ActivityLog()
        log.add("ann", at: 5)
        log.add(nil, at: 5)
        log.add("ann", at: 5, causation: EventID(command: .derived(from: "cause"), ordinal: 0))
        let found = try activities(log)
        #expect(found[0]?.user == "ann" && found[0]?.kind == "chat.message-sent" && found[0]?.subject == "c0")
        #expect(found[1] == nil && found[2] == nil)
    }

    @Test func `an AI request is what its user did, not the service that measured it`() throws {
        var log = ActivityLog()
        log.add(
            "meter", at: 9, name: "metering.ai-usage-recorded.1",
            body: #"{"user":"ann","provider":"openai","model":"gpt","at":7}"#)
        let found = try activities(log)[0]
        #expect(found?.user == "ann" && found?.at == 7)
        #expect(found?.kind == "metering.ai-usage-recorded" && found?.subject == "openai/gpt")
    }

    @Test func `what says to be from another time is moved to the edge of what is believed`() throws {
        let now = 1_000 * ActivityLog.day
        var log = ActivityLog(recorded: now)
        log.add("ann", at: .min)
        log.add("ann", at: .max)
        let found = try activities(log).map { $0?.at }
        #expect(found == [now - Activity.earlyMax, now + Activity.aheadMax])
    }

    @Test func `what cannot be read is parked and keeps none of the others out`() {
        var log = ActivityLog()
        log.add("ann", at: 1)
        log.add("meter", at: 2, name: "metering.ai-usage-recorded.1", body: #"{"user":"ann"}"#)
        log.add("ann", at: 3)
        let tables = ActivityTables(log.events)
        #expect(tables.parked == [GlobalPosition(2)])
        #expect(tables.sessions(of: "ann") == [Session(start: 1, end: 3, entries: 2)])
    }

    @Test func `one id in two tenants is two people, and no table names anybody`() {
        var log = ActivityLog()
        log.add("ann@example.org", at: 1)
        log.add("ann@example.org", at: 1, tenant: "other")
        let tables = ActivityTables(log.events)
        #expect(tables.count(of: "user_activity_users") == 2)
        for value in tables.rows.values.flatMap({ $0 }) {
            if case .text(let text) = value { #expect(!text.contains("ann")) }
        }
        #expect(UserHash.bytes(tenant: "t", user: "a") != UserHash.bytes(tenant: "o", user: "a"))
    }

    private func bursts(
        _ entries: [(String, Int64)], kinds: Set<String> = [], collapses: Bool = true
    ) -> [[Int64]] {
        var fold = BurstFold(kinds: kinds, collapses: collapses)
        for (kind, minute) in entries {
            fold.add(
                BurstFold.Entry(at: minute * ActivityLog.minute, position: minute, kind: kind, subject: "\(minute)"))
        }
        return fold.bursts.map { [$0.newest / ActivityLog.minute, $0.oldest / ActivityLog.minute, $0.count] }
    }

    @Test func `the same kind again and again is one line, until a pause or something else comes between`() {
        let entries: [(String, Int64)] = [("a", 90), ("a", 85), ("a", 75), ("a", 64), ("b", 63), ("a", 62)]
        #expect(bursts(entries) == [[90, 75, 3], [64, 64, 1], [63, 63, 1], [62, 62, 1]])
        #expect(bursts(entries, kinds: ["a"]) == [[90, 75, 3], [64, 62, 2]])
        #expect(bursts(entries, collapses: false).count == 6)
        let many = (0..<2_500).map { ("a", Int64(-$0)) }
        #expect(bursts(many).map { $0[2] } == [1_000, 1_000, 500])
    }
}
