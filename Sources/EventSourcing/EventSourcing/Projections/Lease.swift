/// The right of one node to advance one generation, until it expires by the store's clock.
///
/// Invariant: every grant raises `epoch`, so a node that was paused past its lease can no longer commit.
package struct Lease: Hashable, Sendable {
    /// Limit: the longest lease. One that ends later was granted by a clock that has been put back since, and is over:
    /// otherwise whoever died with it would hold up its work for as long as the clock was wrong.
    package static let longestMicroseconds: Int64 = 120_000_000

    package let generation: Generation
    package let owner: NodeID
    package let epoch: Int64
    /// For how long it was granted, counted from before the request was sent.
    package let milliseconds: Int64

    package init(generation: Generation, owner: NodeID, epoch: Int64, milliseconds: Int64) {
        (self.generation, self.owner, self.epoch, self.milliseconds) = (generation, owner, epoch, milliseconds)
    }
}
