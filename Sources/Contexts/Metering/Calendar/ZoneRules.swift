/// How far the clocks of a time zone are ahead of UTC, and when that changes.
package struct ZoneRules: Equatable, Sendable {
    package struct Change: Equatable, Sendable {
        /// Seconds since 1970.
        package let at: Int64
        /// Seconds ahead of UTC from then on.
        package let offset: Int64

        package init(at: Int64, offset: Int64) {
            (self.at, self.offset) = (at, offset)
        }
    }

    /// Seconds ahead of UTC before the first change.
    package let first: Int64
    /// In ascending order.
    package let changes: [Change]

    package init(first: Int64, changes: [Change] = []) {
        (self.first, self.changes) = (first, changes)
    }

    package static let utc = ZoneRules(first: 0)

    /// The same rules without the changes before a moment.
    package func since(_ second: Int64) -> ZoneRules {
        let past = changes.prefix { $0.at <= second }
        return ZoneRules(first: past.last?.offset ?? first, changes: Array(changes.dropFirst(past.count)))
    }
}
