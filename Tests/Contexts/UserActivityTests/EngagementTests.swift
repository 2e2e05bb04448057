import EventSourcing
import EventSourcingTesting
import Prelude
import Testing

@testable import UserActivity

struct EngagementTests {
    /// 1970-01-05, a Monday.
    private static let monday: Int64 = 4

    private func tables(_ days: [String: [Int64]], shuffledBy seed: UInt64? = nil) -> ActivityTables {
        var log = ActivityLog(recorded: 200 * ActivityLog.day)
        for (user, days) in days.sorted(by: { $0.key < $1.key }) {
            for day in days { log.add(user, at: (Self.monday + day) * ActivityLog.day + 1) }
        }
        guard let seed else { return ActivityTables(log.events) }
        var random = SeededRandom(seed: seed)
        return ActivityTables(log.events.shuffled(using: &random), page: 3)
    }

    private func window(_ tables: ActivityTables, _ span: String, _ day: Int64) -> [Int64]? {
        tables.numbers("user_activity_engagement", .text(span), .int(Self.monday + day))
    }

    @Test(arguments: [nil, 1, 2, 3] as [UInt64?])
    func `each user is counted once in a day, a week and a month, and once as new`(_ seed: UInt64?) {
        let stored = tables(["ann": [0, 1, 1, 8], "bob": [1, 40], "eve": [8]], shuffledBy: seed)
        #expect((0...1).map { window(stored, "d", $0).map { Array($0.prefix(2)) } } == [[1, 1], [2, 1]])
        #expect(window(stored, "w", 0).map { Array($0.prefix(2)) } == [2, 2])
        #expect(window(stored, "w", 7).map { Array($0.prefix(2)) } == [2, 1])
        #expect(window(stored, "m", -4).map { Array($0.prefix(2)) } == [3, 3])
        #expect(window(stored, "m", 27).map { Array($0.prefix(2)) } == [1, 0])
        #expect(window(stored, "d", 2) == nil)
    }

    @Test(arguments: [nil, 4, 5, 6] as [UInt64?])
    func `streaks grow with each day, also with one in the middle that is told last`(_ seed: UInt64?) {
        let stored = tables(["ann": [0, 1, 2, 4, 5, 6, 7] + [3], "bob": [6]], shuffledBy: seed)
        #expect(window(stored, "d", 5) == [1, 0, 0, 0, 6])
        #expect(window(stored, "d", 6) == [2, 1, 1, 0, 7])
        #expect(window(stored, "d", 7) == [1, 0, 1, 0, 8])
        let month = tables(["ann": Array(0..<31)], shuffledBy: seed)
        #expect(window(month, "d", 28) == [1, 0, 1, 0, 29] && window(month, "d", 29) == [1, 0, 1, 1, 30])
    }

    @Test(arguments: [nil, 7, 8, 9] as [UInt64?])
    func `the retention triangle counts who came back in which week`(_ seed: UInt64?) {
        let stored = tables(["ann": [0, 7, 21], "bob": [1, 8], "eve": [10, 14]], shuffledBy: seed)
        func users(_ cohort: Int64, _ later: Int64) -> Int64? {
            stored.numbers("user_activity_retention", .int(Self.monday + cohort), .int(later))?.first
        }
        #expect((0...3).map { users(0, $0) } == [2, 2, nil, 1])
        #expect((0...1).map { users(7, $0) } == [1, 1])
        #expect(stored.count(of: "user_activity_retention") == 5)
    }

    @Test func `what comes before a user's first day moves them to an earlier cohort`() {
        let stored = tables(["ann": [21, 28, 0]])
        let triangle = [0, 3, 4].map {
            stored.numbers("user_activity_retention", .int(Self.monday), .int($0))?.first
        }
        #expect(triangle == [1, 1, 1] && stored.count(of: "user_activity_retention") == 3)
        #expect(window(stored, "d", 21) == [1, 0, 0, 0, 1])
    }

    @Test func `weeks begin on Mondays, months on the first, also before 1970`() {
        for day in -10...3 as ClosedRange<Int64> {
            let week = EngagementSpan.week.window(of: day)
            #expect(week.contains(day) && week.count == 7 && (week.lowerBound - Self.monday) % 7 == 0)
        }
        #expect(EngagementSpan.month.window(of: -1) == -31..<0)
        #expect(EngagementSpan.month.window(of: 31 + 28) == 59..<90)
    }
}
