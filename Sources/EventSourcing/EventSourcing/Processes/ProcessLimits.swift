/// How a node works on processes of one kind.
package struct ProcessLimits: Sendable {
    /// Limit: events taken from the log at once.
    package var batchEvents = 100
    /// Limit: actions that are performed at the same time.
    package var actionsMax = 32
    /// Limit: how long an action may take before nobody knows what became of it.
    package var actionTime: Duration = .seconds(60)
    /// Limit: processes found by one look at what is due.
    package var dueMax = 256
    /// How often what is due is looked for; what this node has just recorded is not waited for.
    package var scan: Duration = .milliseconds(500)
    /// Limit: inputs of one kind that wait outside of processes that have no room; one more and the kind stands still.
    package var overflowMax = 100_000
    /// How often it is looked whether a process has room again.
    package var overflowCheck: Duration = .seconds(1)
    /// How far beyond the latest known time pauses are looked for after the clock has been put back.
    package var pauseSlack: Duration = .seconds(60)
    package var lease: Duration = .seconds(10)
    package var wait: Duration = .seconds(1)
    package var pauseMax: Duration = .seconds(5)
    /// How often somebody is told that the work fails, however often it does.
    package var failureReport: Duration = .seconds(10)

    package init() {}
}
