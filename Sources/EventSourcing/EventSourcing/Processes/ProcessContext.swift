import Lifecycle

/// What the work on processes needs from the node.
package struct ProcessContext: Sendable {
    package let node: NodeID
    package let streams: ProcessStreams
    /// Holds the checkpoint of the inputs and the index of what is due.
    package let store: any ProjectionStore
    package let source: any EventSource
    package let dispatcher: any ActionDispatcher
    package let clock: any Clock
    package let limits: ProcessLimits
    package let sealing: EventSealing?
    /// A number from 0 to 1, another one each time.
    package let jitter: @Sendable () -> Double
    /// Told why processes are not moved on, the first time at once and then seldom.
    package let failed: @Sendable (ProcessFailure) -> Void
    let hints: ProcessHints

    package init(
        node: NodeID, streams: ProcessStreams, store: any ProjectionStore, source: any EventSource,
        dispatcher: any ActionDispatcher, clock: any Clock, limits: ProcessLimits = ProcessLimits(),
        sealing: EventSealing? = nil, jitter: @escaping @Sendable () -> Double = { Double.random(in: 0...1) },
        failed: @escaping @Sendable (ProcessFailure) -> Void = { _ in }
    ) {
        (self.node, self.streams, self.store, self.source) = (node, streams, store, source)
        (self.dispatcher, self.clock, self.limits) = (dispatcher, clock, limits)
        (self.sealing, self.jitter, self.failed) = (sealing, jitter, failed)
        hints = ProcessHints()
    }
}
