/// Which events of which stream to read.
package struct StreamQuery: Hashable, Sendable {
    /// In which order the page is read, and from where.
    package enum Direction: Hashable, Sendable {
        /// Versions after this one, oldest first.
        case forwards(after: StreamVersion)
        /// Versions before this one, newest first; from the end when there is none.
        case backwards(before: StreamVersion?)
    }

    package let tenant: TenantID
    package let stream: StreamName
    package let direction: Direction
    /// Limit: a page never has more events than this, nor more than `EventStoreLimits.pageEventsMax`.
    package let limit: Int

    package init(
        _ stream: StreamName, in tenant: TenantID, _ direction: Direction = .forwards(after: .empty), limit: Int = 500
    ) {
        (self.tenant, self.stream, self.direction) = (tenant, stream, direction)
        self.limit = max(1, min(limit, EventStoreLimits.pageEventsMax))
    }

    /// The same with half as many events at most.
    package var halved: StreamQuery { StreamQuery(stream, in: tenant, direction, limit: limit / 2) }
}
