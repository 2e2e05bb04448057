/// The next events for a subscriber, or, without any, the news that there was none up to the cursor.
package struct FeedBatch: Hashable, Sendable {
    package let events: [RecordedEvent]
    /// Everything up to here has been looked through; the subscription can be resumed after it.
    package let cursor: Cursor
    /// Whether the subscriber has caught up with the end of the log.
    package let isLive: Bool

    package init(events: [RecordedEvent], cursor: Cursor, isLive: Bool) {
        (self.events, self.cursor, self.isLive) = (events, cursor, isLive)
    }

    package var isHeartbeat: Bool { events.isEmpty }
}
