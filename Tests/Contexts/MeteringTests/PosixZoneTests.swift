import Prelude
import Testing

@testable import Metering

struct PosixZoneTests {
    private func changes(_ rule: String, in year: Int) -> [[Int64]]? {
        PosixZone(Array(rule.utf8))?.changes(in: year...year).map { [$0.at, $0.offset] }
    }

    @Test func `clocks change by the last weekday of a month, by numbered days, and at hours beyond the day`() {
        #expect(
            changes("CET-1CEST,M3.5.0,M10.5.0/3", in: 2026) == [[1_774_746_000, 7_200], [1_792_890_000, 3_600]])
        // New York in 2026: 8 March and 1 November.
        #expect(
            changes("EST5EDT,M3.2.0,M11.1.0", in: 2026) == [[1_772_953_200, -14_400], [1_793_512_800, -18_000]])
        // Santiago: the southern summer begins in September and ends in April.
        #expect(changes("<-04>4<-03>,M9.1.6/24,M4.1.6/24", in: 2026)?.map { $0[1] } == [-14_400, -10_800])
        #expect(changes("AAA0BBB,J60,J365/0", in: 2024)?.first?.first == 1_709_258_400)
        #expect(changes("AAA0BBB,59,364", in: 2024)?.first?.first == 1_709_172_000)
        #expect(changes("JST-9", in: 2026) == [] && changes("<+0530>-5:30", in: 2026) == [])
        #expect(PosixZone(Array("<+0530>-5:30".utf8))?.standard == 19_800)
    }

    @Test(arguments: [
        "", "C", "CET", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.6.0,M10.5.0",
        "CET-1CEST,M3.5.7,M10.5.0", "CET-999", "<CET-1", "CET-1CEST,J0,J1", "CET-1CEST,366,1", "CET-1 ",
        "CET-1CEST,M3.5.0,M10.5.0/", "CET-1:60",
    ])
    func `what is no rule is none`(_ text: String) {
        #expect(PosixZone(Array(text.utf8)) == nil)
    }

    @Test(arguments: ["Europe/Berlin", "America/New_York", "Australia/Sydney", "Africa/Cairo", "America/Santiago"])
    func `the rule at the end of a compiled zone says what its table says`(_ name: String) throws {
        let rules = try #require(ZoneFile.rules(of: name))
        func year(_ year: Int) -> [ZoneRules.Change] {
            rules.changes.filter { Timestamp(microseconds: $0.at * 1_000_000).day.civil.year == year }
        }
        // A table of the fat form ends with 2037; the years after it are made from the rule.
        #expect(year(2_030).count == 2 && year(2_050).count == 2)
        #expect(year(2_030).map(\.offset) == year(2_050).map(\.offset))
        let weekday = { (change: ZoneRules.Change) in (change.at / 86_400 + 4) % 7 }
        #expect(year(2_030).map(weekday) == year(2_050).map(weekday))
        #expect(zip(rules.changes, rules.changes.dropFirst()).allSatisfy { $0.at < $1.at })
    }

    @Test func `a slim zone, whose table ends long ago, goes on by its rule`() throws {
        var header = Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15)
        header += [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 4]
        let type: [UInt8] = [0, 0, 0x0E, 0x10, 0, 0, 0x43, 0x45, 0x54, 0]
        let slim = header + type + header + type + Array("\nCET-1CEST,M3.5.0,M10.5.0/3\n".utf8)
        let rules = try #require(ZoneRules(compiled: slim))
        let year = rules.changes.filter { (1_767_225_600..<1_798_761_600).contains($0.at) }
        #expect(year == [.init(at: 1_774_746_000, offset: 7_200), .init(at: 1_792_890_000, offset: 3_600)])
        #expect(rules.since(1_780_000_000).first == 7_200)
    }
}
