/// Events of the log and how far it was looked through for them.
package struct LogPage: Hashable, Sendable {
    package let events: [RecordedEvent]
    /// Every position up to here has been considered: the next page begins after it, also when `events` is empty.
    package let scanned: GlobalPosition
    /// The end of the log as this page saw it.
    package let head: LogHead

    package init(events: [RecordedEvent], scanned: GlobalPosition, head: LogHead) {
        (self.events, self.scanned, self.head) = (events, scanned, head)
    }

    package var isAtHead: Bool { scanned >= head.position }
}
