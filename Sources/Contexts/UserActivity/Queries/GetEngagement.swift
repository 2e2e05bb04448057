import ContextKit
import Database
import JSON
import Prelude

/// `Query.engagement`: how many users are active, how often they come, and how many come back.
package enum GetEngagement: QueryPart {
    package static let field = "Query.engagement"
    package static let shape = QueryShape.one
    package static var model: any ReadModel.Type { EngagementWindows.self }

    package static func install(in assembly: inout Assembly) {
        assembly.query(GetEngagement.self)
        assembly.object("Engagement", columns: [.init("points", .json), .init("retention", .json)])
        assembly.object(
            "EngagementPoint",
            columns: [
                .init("start", .int), .init("active_users", .int), .init("new_users", .int),
                .init("returning_users", .int), .init("stickiness", .double, optional: true),
                .init("users_in_week_streak", .int, optional: true),
                .init("users_in_month_streak", .int, optional: true), .init("longest_streak", .int, optional: true),
            ])
        assembly.object(
            "RetentionCohort", columns: [.init("week", .int), .init("users", .int), .init("returned", .json)])
    }

    package static func admits(_ question: Question) -> Bool { ActivityAccess.ofOthers.admits(question.viewer) }

    package static func answer(
        _ question: Question, for parents: [[SQLValue]]
    ) async throws(PublicFailure) -> [QueryAnswer] {
        let days = try DayRange(question.input)
        let span = question.input.text("bucket").flatMap(Self.span) ?? .day
        question.depends(on: EngagementWindows.self)
        question.depends(on: RetentionWeeks.self)
        let first = span.window(of: days.first).lowerBound
        let last = span.window(of: days.last).upperBound - 1
        let month = EngagementSpan.month.window(of: first).lowerBound
        let (weeks, today) = (EngagementSpan.week, Int64(question.now.day.daysSinceEpoch))
        let read = try await question.rows([
            range(.day, month, last), range(span, first, last), range(.month, month, last),
            KeyRange(
                RetentionWeeks.table, from: .int(weeks.window(of: days.first).lowerBound),
                through: .int(weeks.window(of: days.last).lowerBound)),
        ])
        let daily = Windows(read[0])
        let points = Windows(read[1]).rows.map { window in
            point(window, span, daily, months: Windows(read[2]), today: today)
        }
        return [
            .row(
                ResultRow(
                    "Engagement",
                    [
                        "points": .json(JSONValue.array(points).bytes),
                        "retention": .json(JSONValue.array(cohorts(read[3])).bytes),
                    ]))
        ]
    }

    private static func span(_ bucket: String) -> EngagementSpan? {
        switch bucket {
        case "DAY": .day
        case "WEEK": .week
        case "MONTH": .month
        case _: nil
        }
    }

    private static func range(_ span: EngagementSpan, _ first: Int64, _ last: Int64) -> KeyRange {
        KeyRange(
            EngagementWindows.table, prefix: [.text(span.rawValue)], from: .int(first), through: .int(last))
    }

    private static func point(
        _ window: Windows.Window, _ span: EngagementSpan, _ daily: Windows, months: Windows, today: Int64
    ) -> JSONValue {
        var stickiness: Double?
        switch span {
        case .day:
            let month = months.active(EngagementSpan.month.window(of: window.start).lowerBound)
            if month > 0 { stickiness = Double(window.active) / Double(month) }
        case .week, .month:
            let days = span.window(of: window.start)
            // Why only those that have begun: the days to come are no days on which nobody came.
            let begun = max(1, min(days.upperBound, today + 1) - days.lowerBound)
            let sum = days.reduce(0) { $0 &+ daily.active($1) }
            if window.active > 0 { stickiness = Double(sum) / Double(begun) / Double(window.active) }
        }
        let isDay = span == .day
        return [
            "start": .string(Self.text(window.start)), "activeUsers": .number("\(window.active)"),
            "newUsers": .number("\(window.new)"), "returningUsers": .number("\(window.active - window.new)"),
            "stickiness": stickiness.map { .number("\($0)") } ?? .null,
            "usersInWeekStreak": isDay ? .number("\(window.weekStreaks)") : .null,
            "usersInMonthStreak": isDay ? .number("\(window.monthStreaks)") : .null,
            "longestStreak": isDay ? .number("\(window.longest)") : .null,
        ]
    }

    private static func cohorts(_ rows: RangeRows) -> [JSONValue] {
        let (cohort, later, users) = (rows.place("cohort"), rows.place("weeks_later"), rows.place("users"))
        var cohorts: [(week: Int64, returned: [Int64])] = []
        for row in 0..<rows.count {
            let week = rows.int(row, cohort)
            if cohorts.last?.week != week { cohorts.append((week, [])) }
            let place = Int(rows.int(row, later))
            while cohorts[cohorts.count - 1].returned.count < place { cohorts[cohorts.count - 1].returned.append(0) }
            cohorts[cohorts.count - 1].returned.append(rows.int(row, users))
        }
        return cohorts.map { cohort in
            [
                "week": .string(text(cohort.week)), "users": .number("\(cohort.returned.first ?? 0)"),
                "returned": .array(cohort.returned.map { .number("\($0)") }),
            ]
        }
    }

    private static func text(_ day: Int64) -> String {
        var bytes: [UInt8] = []
        TimeText.append(CalendarDay(daysSinceEpoch: Int32(clamping: day)), to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// The windows of one span that were read.
private struct Windows {
    struct Window {
        let start: Int64
        let active: Int64
        let new: Int64
        let weekStreaks: Int64
        let monthStreaks: Int64
        let longest: Int64
    }

    let rows: [Window]
    private let counts: [Int64: Int64]

    init(_ read: RangeRows) {
        let places = (["start", "active", "new_users", "week_streaks", "month_streaks", "longest_streak"] as [SQLName])
            .map { read.place($0) }
        rows = (0..<read.count).map { row in
            let numbers = places.map { read.int(row, $0) }
            return Window(
                start: numbers[0], active: numbers[1], new: numbers[2], weekStreaks: numbers[3],
                monthStreaks: numbers[4], longest: numbers[5])
        }
        counts = Dictionary(rows.map { ($0.start, $0.active) }) { first, _ in first }
    }

    func active(_ start: Int64) -> Int64 { counts[start] ?? 0 }
}
