/// Which part of the log to read.
package struct LogQuery: Hashable, Sendable {
    /// The last position already seen.
    package let after: GlobalPosition
    package let filter: EventFilter
    /// Limit: a page never has more events than this, nor more than `EventStoreLimits.pageEventsMax`.
    package let limit: Int

    package init(after: GlobalPosition, filter: EventFilter = .everything, limit: Int = 1_000) {
        (self.after, self.filter) = (after, filter)
        self.limit = max(1, min(limit, EventStoreLimits.pageEventsMax))
    }

    /// The same with half as many events at most.
    package var halved: LogQuery { LogQuery(after: after, filter: filter, limit: limit / 2) }
}
