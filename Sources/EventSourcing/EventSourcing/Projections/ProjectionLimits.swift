/// How a node works on projections.
package struct ProjectionLimits: Sendable {
    /// Limit: events in a batch while following the end of the log. Only a backlog makes batches so large, and then a
    /// row that many of them change is written once.
    package var batchEvents = 4_000
    /// Limit: events in a batch while a generation is being built, which nobody waits for.
    package var rebuildEvents = 4_000
    /// How long a lease lasts; it is renewed when a third of it has passed.
    package var lease: Duration = .seconds(10)
    /// The longest wait for new events before leases and parked events are looked after.
    package var wait: Duration = .seconds(1)
    /// How often a checkpoint is written that moved over nothing but irrelevant events.
    package var idleCheckpoint: Duration = .milliseconds(200)
    /// How often the verdicts on parked events are looked for, if there are any.
    package var parkedCheck: Duration = .seconds(2)
    /// Limit: parked events of one generation; one more and it stands still.
    package var parkedMax = 10_000
    /// How often a node looks for generations to work on.
    package var refresh: Duration = .seconds(1)
    /// The longest pause after a failure.
    package var pauseMax: Duration = .seconds(5)

    package init() {}
}
