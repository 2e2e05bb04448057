import EventSourcing
import EventSourcingTesting
import Prelude
import Testing

@testable import Metering

struct SetUsageTimeZoneTests {
    private let rules = ZoneRules(
        first: 0, changes: [.init(at: 100, offset: 3_600), .init(at: 4_000_000_000, offset: 7_200)])

    @Test func `the rules of the zone become part of the fact, from where they are needed`() {
        let set = SetUsageTimeZone(zone: "Europe/Berlin", rules: rules)
        let kept = ZoneRules(first: 3_600, changes: [.init(at: 4_000_000_000, offset: 7_200)])
        let event = CalendarEvent.zoneSet(TimeZoneSet(zone: "Europe/Berlin", rules: kept))
        let scenario = Scenario(Calendar.self)
        #expect(scenario.when(set) == .success([event]))
        #expect(scenario.given(event).when(set) == .success([]))
        #expect(scenario.when(SetUsageTimeZone(zone: "Nowhere", rules: nil)) == .failure(.unknownZone))
        #expect(scenario.given(event).codecViolations(isSame: ==).isEmpty)
    }

    @Test func `only administrators set it`() {
        let set = SetUsageTimeZone(zone: "UTC", rules: .utc)
        #expect(set.isPermitted(to: Caller(actor: "a", permissions: ["admin"])))
        #expect(!set.isPermitted(to: Caller(actor: "a", permissions: ["meter"])))
        #expect(!set.isPermitted(to: Caller(actor: nil, permissions: ["admin"])))
    }

    @Test func `the machine's own zones are read, and nothing outside of them`() throws {
        let berlin = try #require(ZoneFile.rules(of: "Europe/Berlin"))
        // The change to summer time of 2026, on 29 March at 01:00 UTC, and back on 25 October.
        let changes = berlin.changes.filter { (1_767_225_600..<1_798_761_600).contains($0.at) }
        #expect(changes == [.init(at: 1_774_746_000, offset: 7_200), .init(at: 1_792_890_000, offset: 3_600)])
        #expect(ZoneFile.rules(of: "UTC") == .utc)
        for name in ["", "Europe", "Europe/Nowhere", "../../etc/passwd", "/etc/passwd", "Europe//Berlin", "Europe/"] {
            #expect(ZoneFile.rules(of: name) == nil, "\(name)")
        }
    }

    @Test func `a compiled zone that is cut off or lies about its size is no zone`() throws {
        var header = Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15)
        header += [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 4]
        let type: [UInt8] = [0, 0, 0x0E, 0x10, 0, 0, 0x43, 0x45, 0x54, 0]
        let whole = header + type + header + type
        #expect(ZoneRules(compiled: whole) == ZoneRules(first: 3_600))
        for count in 0..<whole.count { #expect(ZoneRules(compiled: Array(whole.prefix(count))) == nil) }
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            var wrong = whole
            for _ in 0..<4 {
                wrong[Int.random(in: 0..<wrong.count, using: &random)] = .random(in: 0...255, using: &random)
            }
            _ = ZoneRules(compiled: wrong)
        }
    }
}
