import ContextKit

/// Puts entries of a timeline, the newest first, together to bursts: the same kind of thing done again and again.
struct BurstFold: Sendable {
    /// One line of a timeline.
    struct Burst: Equatable, Sendable {
        let kind: String
        /// That of the newest entry.
        let subject: String
        let newest: Int64
        var oldest: Int64
        /// The position of the oldest entry: with its time the place behind which the next page begins.
        var position: Int64
        var count: Int64
    }

    struct Entry: Sendable {
        let at: Int64
        let position: Int64
        let kind: String
        let subject: String
    }

    /// Two entries of one kind within so long, with nothing else between them, are one burst.
    static let pause: Int64 = 600_000_000
    /// Limit: entries of one burst.
    static let countMax: Int64 = 1_000

    private let kinds: Set<String>
    private let collapses: Bool
    private(set) var bursts: [Burst] = []

    /// `kinds` are those that are shown; all if it is empty.
    init(kinds: Set<String>, collapses: Bool) {
        (self.kinds, self.collapses) = (kinds, collapses)
    }

    mutating func add(_ entry: Entry) {
        guard kinds.isEmpty || kinds.contains(entry.kind) else { return }
        if collapses, let open = bursts.last, open.kind == entry.kind, open.count < Self.countMax,
            open.oldest - entry.at <= Self.pause
        {
            bursts[bursts.count - 1].oldest = entry.at
            bursts[bursts.count - 1].position = entry.position
            bursts[bursts.count - 1].count += 1
        } else {
            bursts.append(
                Burst(
                    kind: entry.kind, subject: entry.subject, newest: entry.at, oldest: entry.at,
                    position: entry.position, count: 1))
        }
    }
}
