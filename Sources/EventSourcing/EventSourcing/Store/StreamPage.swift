/// Events of one stream and how far it reaches.
package struct StreamPage: Hashable, Sendable {
    /// What may still be done with the stream.
    package enum State: UInt8, Hashable, Sendable {
        /// There is no event.
        case absent
        case open
        /// It has ended; its pages are empty.
        case closed
    }

    package let events: [RecordedEvent]
    /// The version of the whole stream when the page was read.
    package let version: StreamVersion
    package let state: State
    /// Whether the next page in the same direction would have events.
    package let hasMore: Bool

    package init(events: [RecordedEvent], version: StreamVersion, state: State, hasMore: Bool) {
        (self.events, self.version, self.state, self.hasMore) = (events, version, state, hasMore)
    }
}
