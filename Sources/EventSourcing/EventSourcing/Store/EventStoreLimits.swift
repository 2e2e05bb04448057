/// Limits that every store shares; what exceeds them is refused as `EventStoreError.invalid`.
package enum EventStoreLimits {
    /// Limit: events in one append.
    package static let eventsPerAppendMax = 1_000
    /// Limit: streams that one append writes to or guards.
    package static let streamsPerAppendMax = 64
    /// Limit: bytes in the body of one event.
    package static let bodyBytesMax = 1 << 20
    /// Limit: bytes of recorded data that a repeated command gets back.
    package static let outcomeBytesMax = 64 << 10
    /// Limit: appends in one batch.
    package static let appendsPerBatchMax = 1_024
    /// Limit: events in a page, whatever was asked for.
    package static let pageEventsMax = 5_000
    /// Limit: missed events that a conflict brings along.
    package static let missedEventsMax = 100
}
