/// How much of the log a node keeps at hand and how often it looks for more.
package struct FeedLimits: Sendable {
    /// Limit: events in the ring.
    package var ringEvents = 65_536
    /// Limit: bytes of bodies in the ring.
    package var ringBytes = 64 << 20
    /// Limit: events that one poll of the store brings.
    package var pollEvents = 1_000
    /// The pause between polls while events keep coming.
    package var pollActive: Duration = .milliseconds(20)
    /// The longest pause between polls while nothing comes.
    package var pollIdle: Duration = .milliseconds(250)
    /// The longest pause after a poll that failed.
    package var pollFailing: Duration = .seconds(2)
    /// Limit: events that a consumer takes at once.
    package var batchEvents = 4_000

    package init() {}
}
