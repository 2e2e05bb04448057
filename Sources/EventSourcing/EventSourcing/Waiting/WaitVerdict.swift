/// How waiting for read models ended.
package enum WaitVerdict: Hashable, Sendable {
    case reached
    /// These had not reached the position when the time was up.
    case lagging([ProjectionName])
    /// The log began a new epoch: the position means nothing any more.
    case resync
    case cancelled
}
