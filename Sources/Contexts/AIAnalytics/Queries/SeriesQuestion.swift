import ContextKit
import Database
import Prelude

/// Which windows are asked for, how long they are, and what they are told apart by.
struct SeriesQuestion: Equatable, Sendable {
    enum Bucket: String, Sendable {
        case hour = "HOUR"
        case day = "DAY"
        case week = "WEEK"
        case month = "MONTH"
    }

    enum Dimension: String, Sendable {
        case model = "MODEL"
        case provider = "PROVIDER"
        case bot = "BOT"
        case user = "USER"
    }

    private static let hour: Int64 = 3_600_000_000
    /// Limit: how long a time may be asked for, in hours and in days.
    private static let hoursMax: Int64 = 24 * 100
    private static let daysMax: Int64 = 366 * 5

    var bucket: Bucket
    var group: Dimension?
    var provider: String?
    var model: String?
    var bot: String?
    var user: String?
    /// The first and the last stored window: hours or days since 1970.
    var first: Int64
    var last: Int64

    init(_ input: Input) throws(PublicFailure) {
        bucket = input.text("bucket").flatMap(Bucket.init) ?? .day
        group = input.text("groupBy").flatMap(Dimension.init)
        let filter = input.object("filter")
        (provider, model) = (filter?.text("provider"), filter?.text("model"))
        (bot, user) = (filter?.text("botId"), filter?.text("userId"))
        guard let from = filter?.moment("from"), let to = filter?.moment("to"), from < to else {
            throw PublicFailure("BAD_USER_INPUT", "`to` must be later than `from`.")
        }
        let end = to.advanced(microseconds: -1)
        if bucket == .hour {
            (first, last) = (Self.hours(from), Self.hours(end))
        } else {
            (first, last) = (Int64(from.day.daysSinceEpoch), Int64(end.day.daysSinceEpoch))
        }
        try check()
    }

    private func check() throws(PublicFailure) {
        let wantsModel = provider != nil || model != nil || group == .model || group == .provider
        let wantsBot = bot != nil || group == .bot
        let wantsUser = user != nil || group == .user
        guard [wantsModel, wantsBot, wantsUser].count(where: { $0 }) <= 1 else {
            throw PublicFailure(
                "BAD_USER_INPUT", "Models, bots and users are kept apart: ask about one of the three at a time.")
        }
        guard !wantsUser || bucket != .hour else {
            throw PublicFailure("BAD_USER_INPUT", "There are no hours of single users: ask for days.")
        }
        guard last - first < (bucket == .hour ? Self.hoursMax : Self.daysMax) else {
            throw PublicFailure(
                "BAD_USER_INPUT", "At most \(Self.hoursMax) hours or \(Self.daysMax) days can be asked for.")
        }
    }

    private static func hours(_ moment: Timestamp) -> Int64 {
        Int64(moment.day.daysSinceEpoch) * 24 + moment.microsecondsOfDay / hour
    }

    var span: String { bucket == .hour ? "h" : "d" }

    /// Which series the answer follows from.
    var dimension: String {
        if bot != nil || group == .bot { return "b" }
        if user != nil || group == .user { return "u" }
        return provider != nil || model != nil || group != nil ? "m" : "a"
    }

    /// The one series that is asked for, if it is one.
    var series: String? {
        if let provider, let model { return provider + " " + model }
        return bot ?? user
    }

    /// The next rows, those behind a row if there is one.
    func range(behind: [SQLValue]) -> KeyRange {
        let prefix: [SQLValue] = [.text(span), .text(dimension)]
        guard let series else {
            return KeyRange(
                UsageWindows.table, prefix: prefix, from: .int(first), through: .int(last), behind: behind)
        }
        return KeyRange(
            UsageWindows.table, by: "by_series", prefix: prefix + [.text(series)], from: .int(first),
            through: .int(last), behind: Array(behind.prefix(1)))
    }

    /// The group that a series belongs to, nil for one that is not asked for.
    func group(of series: String) -> String? {
        guard dimension == "m" else { return group == nil ? "" : series }
        let names = series.split(separator: " ", maxSplits: 1)
        if let provider, names.first.map(String.init) != provider { return nil }
        if let model, names.last.map(String.init) != model { return nil }
        switch group {
        case .model: return series
        case .provider: return names.first.map(String.init)
        case .bot, .user, nil: return ""
        }
    }

    /// When the bucket of a stored window begins, in microseconds since 1970.
    func start(of window: Int64) -> Int64 {
        switch bucket {
        case .hour: return window * Self.hour
        case .day: return window * Timestamp.microsecondsPerDay
        case .week: return (window - ((window + 3) % 7 + 7) % 7) * Timestamp.microsecondsPerDay
        case .month:
            let civil = CalendarDay(daysSinceEpoch: Int32(clamping: window)).civil
            return (window - Int64(civil.day - 1)) * Timestamp.microsecondsPerDay
        }
    }

    /// When each bucket of the time begins, in order.
    var starts: [Int64] {
        var starts: [Int64] = []
        for window in first...last {
            let start = start(of: window)
            if starts.last != start { starts.append(start) }
        }
        return starts
    }
}
