import EventSourcing
import EventSourcingTesting
import Prelude
import Testing

@testable import UserActivity

struct SessionTests {
    private static let minute = ActivityLog.minute

    private func sessions(_ minutes: [Int64]) -> [[Int64]] {
        var log = ActivityLog()
        for moment in minutes { log.add("ann", at: moment * Self.minute) }
        return ActivityTables(log.events).sessions(of: "ann").map {
            [$0.start / Self.minute, $0.end / Self.minute, $0.entries]
        }
    }

    @Test func `a pause of thirty minutes ends a session, a shorter one does not`() {
        #expect(sessions([0, 29]) == [[0, 29, 2]])
        #expect(sessions([0, 30]) == [[0, 0, 1], [30, 30, 1]])
        #expect(sessions([0, 29, 58, 90]) == [[0, 58, 3], [90, 90, 1]])
    }

    @Test func `an entry that comes late joins the sessions on both sides of it`() {
        #expect(sessions([0, 40, 20]) == [[0, 40, 3]])
        #expect(sessions([40, 0, 60, 20, 21]) == [[0, 60, 5]])
        #expect(sessions([40, 15]) == [[15, 40, 2]])
    }

    @Test func `a session goes on over midnight, and is found from both days`() {
        let midnight: Int64 = 24 * 60
        #expect(sessions([midnight - 10, midnight + 10]) == [[midnight - 10, midnight + 10, 2]])
        #expect(sessions([midnight + 10, midnight - 10]) == [[midnight - 10, midnight + 10, 2]])
        #expect(sessions([midnight + 40, midnight - 10, midnight + 15]) == [[midnight - 10, midnight + 40, 3]])
    }

    @Test func `a session of days is found wherever it is joined`() {
        let hours = Array(stride(from: Int64(0), through: 5 * 24 * 60, by: 20))
        #expect(sessions(hours) == [[0, 7_200, Int64(hours.count)]])
        #expect(sessions(hours.reversed() + [-25]) == [[-25, 7_200, Int64(hours.count) + 1]])
        #expect(sessions(hours.filter { $0 != 3_600 } + [3_600]) == [[0, 7_200, Int64(hours.count)]])
    }

    /// What sessions are, without any cleverness.
    private func slowSessions(_ moments: [Int64]) -> [Session] {
        moments.sorted().reduce(into: []) { sessions, moment in
            if let last = sessions.last, moment - last.end < Session.gap {
                sessions[sessions.count - 1].end = moment
                sessions[sessions.count - 1].entries += 1
            } else {
                sessions.append(Session(start: moment, end: moment, entries: 1))
            }
        }
    }

    @Test(arguments: 1...12)
    func `any order of arrival and any paging give identical tables`(_ seed: UInt64) {
        var random = SeededRandom(seed: seed &* 7_919)
        let events = ActivityLog.random(seed: seed, count: 240).events
        let whole = ActivityTables(events)
        #expect(whole.parked.isEmpty && whole.count(of: "user_activity_entries") == events.count)
        #expect(ActivityTables(events.shuffled(using: &random), page: 1) == whole)
        #expect(ActivityTables(events.shuffled(using: &random), page: 17) == whole)
        #expect(ActivityTables(events.sorted { $0.metadata.occurred < $1.metadata.occurred }, page: 50) == whole)
    }

    @Test(arguments: 20...24)
    func `sessions and their days are those of a slow count`(_ seed: UInt64) {
        let log = ActivityLog.random(seed: seed, count: 300)
        let tables = ActivityTables(log.events, page: 23)
        var days: [Int64: [Session]] = [:]
        for user in (0..<4).map({ "u\($0)" }) {
            let moments = log.events.filter { $0.metadata.actor?.text == user }.map(\.metadata.occurred.microseconds)
            let slow = slowSessions(moments)
            #expect(tables.sessions(of: user) == slow)
            for session in slow { days[Session.day(of: session.start), default: []].append(session) }
        }
        for (day, sessions) in days {
            let counted = tables.numbers("user_activity_session_days", .int(day))
            let figures = SessionFigures(sessions)
            #expect(counted == [figures.count, figures.bounces, figures.seconds])
        }
        #expect(days.contains { $0.value.count > 1 })
    }

    @Test func `figures of sessions are exact`() {
        let sessions = [(0, 10), (100, 100), (200, 260), (300, 330)].map { start, end in
            Session(start: start * 1_000_000, end: end * 1_000_000, entries: start == end ? 1 : 2)
        }
        let figures = SessionFigures(sessions)
        #expect(figures.count == 4 && figures.bounces == 1 && figures.seconds == 100)
        #expect(figures.median == 10 && figures.longest == 60)
        #expect(SessionFigures([]).median == nil)
    }
}
