import Prelude

/// A time in which a user was active without a pause of half an hour.
///
/// Every entry stands for the half hour that it begins; a session is a connected part of the union of these. A union
/// has no order, so that late and unordered entries give the same sessions.
struct Session: Equatable, Sendable {
    /// Two entries less than so far apart belong to one session.
    static let gap: Int64 = 1_800_000_000
    /// How late an entry may come and join what has ended: the time in which usages are accepted.
    static let lateness: Int64 = 35 * Timestamp.microsecondsPerDay

    var start: Int64
    var end: Int64
    var entries: Int64

    init(start: Int64, end: Int64, entries: Int64) {
        (self.start, self.end, self.entries) = (start, end, entries)
    }

    var seconds: Int64 { (end - start) / 1_000_000 }
    /// Somebody came, did one thing and left.
    var isBounce: Bool { entries == 1 }

    /// Whether an entry at that time belongs to it.
    func reaches(_ moment: Int64) -> Bool { moment - end < Self.gap && start - moment < Self.gap }

    mutating func join(_ other: Session) {
        (start, end) = (min(start, other.start), max(end, other.end))
        entries &+= other.entries
    }

    /// The days on which an entry could belong to it.
    var days: ClosedRange<Int64> { Self.days(from: start, through: end) }

    static func days(from start: Int64, through end: Int64) -> ClosedRange<Int64> {
        day(of: start - gap)...day(of: end + gap)
    }

    static func day(of moment: Int64) -> Int64 { Int64(Timestamp(microseconds: moment).day.daysSinceEpoch) }
}
