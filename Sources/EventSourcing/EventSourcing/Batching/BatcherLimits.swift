import Prelude

/// How much the batcher takes on before it refuses.
package struct BatcherLimits: Sendable {
    /// Limit: batches that are with the store at the same time.
    package var flightsMax = 2
    /// Limit: appends in one batch; so many also start a second flight beside the first.
    package var appendsPerBatchMax = 256
    /// Limit: bytes in one batch, unless a single append is larger; so many also start a second flight.
    package var bytesPerBatchMax = 1 << 20
    /// Limit: appends that wait; the next one is refused at once.
    package var queuedMax = 8_192
    /// Limit: bytes that wait.
    package var queuedBytesMax = 64 << 20
    /// Limit: appends of one tenant that wait, so that one tenant cannot fill the queue.
    package var queuedPerTenantMax = 4_096
    /// How long an unknown commit outcome is looked into before the caller is told that it is unknown.
    package var settlingTime: Duration = .seconds(10)

    package init() {}
}
